# Preflight of the installation: each setting, how it stands, why, and where it is set.

preflight-title = Check of the installation
preflight-lead = What a login needs to be right in this installation. Looking changes nothing.
preflight-entry = Check the installation
preflight-again = Check again
preflight-at = Looked at { $time }.
preflight-computed = The judgement is Farol's; what Meta answered is quoted.
preflight-checks = Settings
preflight-where = Where:
preflight-sum-good = Nothing is missing for a login.
preflight-sum-unknown = { $n ->
    [one] { $count } setting could not be checked.
   *[other] { $count } settings could not be checked.
}
preflight-sum-doubtful = { $n ->
    [one] { $count } setting asks for a look.
   *[other] { $count } settings ask for a look.
}
preflight-sum-defect = { $n ->
    [one] { $count } setting keeps something from working.
   *[other] { $count } settings keep something from working.
}
preflight-state-good = good
preflight-state-defect = defect
preflight-state-doubtful = doubtful
preflight-state-not-checked = not checked

preflight-any-fine = It is as it should be.
preflight-any-not-set = It was not set.
preflight-any-demo = In the demo Farol itself sees to this.
preflight-any-unanswered = There was no answer; try again.
preflight-any-refused = Farol's question was refused, in these words.
preflight-any-waits = It depends on another setting, which comes first.

preflight-base-url = Address of the console
preflight-base-url-fine = Meta and people reach it, as far as its name tells.
preflight-base-url-plain = It is HTTP without protection: Meta sends webhooks by HTTPS only.
preflight-base-url-local = Only this machine reaches it: Meta can't send webhooks.
preflight-base-url-private = It is of an internal network: Meta can't send webhooks.
preflight-base-url-where = In the configuration file, with the public address of your proxy, which begins with https://.
preflight-app = Meta's app and its secret
preflight-app-fine = Meta gave a token for this id and this secret.
preflight-app-refused = Meta does not take this id with this secret.
preflight-app-unanswered = Meta did not answer: whether id and secret belong together can't be told.
preflight-app-where = On developers.facebook.com, your app, Settings, Basic; then in the configuration file.
preflight-config = Configuration of the login
preflight-config-not-set = Without it the button Log in with Facebook does not appear.
preflight-config-unreadable = It is set. Meta does not let one read whether it exists: if the window opens with an error, this is why.
preflight-config-where = In Meta's app, Facebook Login for Business, Configurations; its id goes into the configuration file.
preflight-domains = Domain allowed for the login
preflight-domains-unreadable = Meta does not let one read this: if the window does not open or closes empty, check this address by hand.
preflight-domains-where = In Meta's app, Facebook Login for Business, Settings: allowed domains for the JavaScript SDK and redirect URIs. Turn on client, web and JavaScript SDK login too.
preflight-verify-token = Verify token
preflight-verify-token-fine = The console's address answers rightly to what Meta asks.
preflight-verify-token-short = It is short, easy to guess.
preflight-verify-token-wrong = Something else answered at the console's address: Meta's question does not reach this Farol.
preflight-verify-token-refused = The console's address refuses Meta's question: another program, or the proxy, is in front.
preflight-verify-token-unanswered = Farol does not reach its own address. From outside it may work; check it.
preflight-verify-token-where = In the file that the configuration names; and in the proxy, so that the path of the webhooks reaches Farol.
preflight-callback = Webhook of the app
preflight-callback-fine = Meta sends the app's events to this Farol.
preflight-callback-not-set = Meta sends the app's events nowhere. Farol asks for this by itself as soon as Meta reaches the address.
preflight-callback-elsewhere = Meta sends the app's events to the first address, which is another program's, and not to the second, which is this Farol's. Farol does not take it by itself: each login overrides its own number alone.
preflight-callback-moved = Meta still sends to the address that this Farol had before. It replaces it by itself, once Meta reaches the new one.
preflight-callback-inactive = Meta has the address but does not send.
preflight-callback-where = Farol sets it by itself while nobody has it. Another program's is replaced only on your word; or give Farol an app of its own: in Meta's app, WhatsApp, Configuration.
preflight-callback-decide = See what would be replaced
preflight-fields = Subscribed fields
preflight-fields-fine = All fields that Farol reads are subscribed.
preflight-fields-missing = Fields are missing: what they tell does not arrive.
preflight-fields-where = Farol subscribes to them by itself, within an hour, while the app's webhook is its own. If it is another program's, tick them in Meta's app, WhatsApp, Configuration, Webhook fields.
preflight-sdk = SDK and origins of the window
preflight-sdk-not-set = Without the SDK Meta's window does not open.
preflight-sdk-missing = No origin was set: nothing that the window says is heard.
preflight-sdk-mixed = Part is Meta's and part is not: what the window says may not be heard, or may be another's.
preflight-sdk-where = In the configuration file. Without these lines Meta's addresses hold.
preflight-graph-version = Version of the Graph API
preflight-graph-version-fine = It is current.
preflight-graph-version-too-old = It is too old: only from v24.0 on does Meta tell the portfolio's limit.
preflight-graph-version-aging = Meta usually ends a version two years after its release, and this one comes near that.
preflight-graph-version-ended = It was released more than two years ago: Meta may have ended it.
preflight-graph-version-newer = It is newer than this Farol knows: it may work, and was not checked.
preflight-graph-version-where = In the configuration file. Without the line the version that this Farol was made for holds.
preflight-key-file = Key file
preflight-key-file-fine = The key lies outside the data folder.
preflight-key-file-inside = The key lies inside the data folder: whoever copies the folder has both.
preflight-key-file-where = Move the file out of the data folder and change the configuration. Keep a copy elsewhere.
preflight-smtp = Mail server
preflight-smtp-fine = The server answers and takes the login.
preflight-smtp-not-set = Without it no notices, invitations or password links go out.
preflight-smtp-refused = The server refused, in these words.
preflight-smtp-unanswered = The server did not answer: no mail goes out.
preflight-smtp-where = In the smtp section of the configuration file.
preflight-proxies = Trusted proxies
preflight-proxies-not-set = The address is HTTPS and no proxy is trusted: everyone seems to come from one place, and limits on attempts count for all together.
preflight-proxies-plain = Farol listens beyond this machine, without HTTPS in front.
preflight-proxies-where = In the configuration file, with the proxy's address.
preflight-time-zone = Time zone
preflight-time-zone-not-set = It was not set: times on pages are in UTC.
preflight-time-zone-where = In the configuration file, as America/Sao_Paulo.
preflight-support = Support contact
preflight-support-fine = People see whom to ask for help.
preflight-support-not-set = Whoever connects does not see whom to ask for help.
preflight-support-where = In the configuration file: name, e-mail or page.
