#!/bin/sh
# Makes the secrets that deploy/compose.yml needs, once, in deploy/secrets/, and beside it tls/, where the certificate goes. Does not
# touch a file that is there.
set -eu
umask 077
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
password() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }
# put NAME VALUE: by way of another file, so that a crash leaves none half written
put() { [ -e "$folder/$1" ] || { printf '%s' "$2" >"$folder/.$1" && mv "$folder/.$1" "$folder/$1"; }; }
put postgres_password "$(password)"
put redis_password "$(password)"
put database_url "postgresql://admissions:$(cat "$folder/postgres_password")@postgres:5432/admissions"
put redis_url "redis://:$(cat "$folder/redis_password")@redis:6379/0"
put admissions_keys "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_')"
put smtp_url ''
put notify_webhook_secret ''
# The containers' user is not yours: it reads the files by their mode, and the folder keeps others out.
chmod 644 "$folder"/*
chmod 700 "$folder"
tls=$(dirname "$folder")/tls
mkdir -p "$tls"
chmod 755 "$tls"  # nginx in its container must look into it
echo "The secrets are in $folder. Keep a copy of admissions_keys apart from every copy of the database."
