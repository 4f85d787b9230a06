"""A report in every form: text for people, JSON, SARIF, JUnit and more for programs."""
