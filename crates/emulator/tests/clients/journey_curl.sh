#!/usr/bin/env bash
# A journey of curl with the emulator in Meta's place. EMULATOR_URL is where it listens.
# Exits 0 when all went as it should; every answer is shown.
set -euo pipefail
number=106540352242922 waba=102290129340398 customer=5511955550301
curl() { command curl --silent --show-error --max-time 20 "$@"; }
world=$(curl "$EMULATOR_URL/_control/world")
token=$(sed -E 's/.*"tokens":\{"system_user":"([^"]+)".*/\1/' <<<"$world")
graph() { local path=$1; shift; curl -H "authorization: Bearer $token" "$EMULATOR_URL/v25.0/$path" "$@"; }
expect() { echo "$2"; grep -qF -- "$1" <<<"$2" || { echo "expected $1" >&2; exit 1; }; }

expect '"verified_name":"Cobrança"' "$(graph "$number?fields=verified_name")"
expect '"success":true' "$(graph "$number/whatsapp_business_profile" -d messaging_product=whatsapp -d about=Boletos)"
expect '"about":"Boletos"' "$(graph "$number/whatsapp_business_profile?fields=about")"
expect 'promo_novembro' "$(graph "$waba/message_templates?fields=name")"
expect '"message_id"' "$(curl "$EMULATOR_URL/_control/users/$customer/messages" -d "{\"to\":\"$number\",\"text\":\"oi\"}")"
expect '"messages":[{"id":"wamid.' "$(graph "$number/messages" -H 'content-type: application/json' \
  -d "{\"messaging_product\":\"whatsapp\",\"to\":\"$customer\",\"text\":{\"body\":\"Oi!\"}}")"
file=$(mktemp --suffix .txt); echo "segunda via" >"$file"; trap 'rm -f "$file"' EXIT
medium=$(graph "$number/media" -F messaging_product=whatsapp -F "file=@$file;type=text/plain" | tr -dc 0-9)
url=$(graph "$medium" | sed -E 's/.*"url":"([^"]+)".*/\1/')
expect 'segunda via' "$(curl -H "authorization: Bearer $token" "$url")"
expect '"code":200' "$(graph "" -d "batch=[{\"method\":\"GET\",\"relative_url\":\"$number\"}]")"
expect '"code":190' "$(token=expired; graph "$number")"
expect '"code":133010' "$(graph 107719460358814/messages -d messaging_product=whatsapp -d to=$customer -d 'text={"body":"x"}')"
echo "curl: all went as it should"
