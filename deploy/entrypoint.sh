#!/bin/sh
# Secrets come as files: each file of the folder becomes the environment variable of its name, for this process alone.
set -eu
folder=${SECRETS_FOLDER:-/run/secrets}
for file in "$folder"/*; do
    [ -f "$file" ] || continue
    name=$(basename "$file" | tr 'a-z-' 'A-Z_')
    case $name in *[!A-Z0-9_]* | [0-9]*) continue ;; esac
    export "$name=$(cat "$file")"
done
exec "$@"
