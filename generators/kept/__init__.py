"""What an earlier sync proved, folder by folder, so that the next one builds and judges only what changed.

A folder is kept under a key over every text that kustomize reads for it: the files of its overlay, of its base and of
its pins. With it stands a hash over what decides beside them: this program's files, Python, the packages, the files of
kustomize and kubeconform, the Kubernetes version. What the rules said has a hash of its own, over their parameters and
facts. Where any of these differs, the folder is built, compared and judged anew. A folder with hand-written extras is
never kept, nor one that holds a Secret. What is torn, foreign or unreadable counts as not kept.
"""
