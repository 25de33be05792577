# Settings.

settings-lead = Your account in Farol, your password, and where you are signed in.
your-account = Your account
person-name = Name
tenant-name = Company
role = Role
role-owner = Owner
role-owner-about = You see everything, connect numbers, edit profiles and answer for the account.
role-admin = Administrator
role-admin-about = You see everything, connect numbers and edit profiles.
role-operator = Operator
role-operator-about = You see everything, check numbers and edit profiles.
role-viewer = Viewer
role-viewer-about = You see everything and change nothing.
language-chosen = Chosen by you: it holds in any browser.
language-of-browser = None chosen: Farol follows the browser's language.

password-lead = Changing the password ends your other sessions.
password-none = You have no password yet: you came in by a link. Set one to sign in without it.
password-current = Current password
password-new = New password
password-again = New password again
password-hint = 12 to 200 characters. A long phrase is stronger than symbols.
password-change = Change the password
password-set = Set the password
password-done = Password changed.
password-done-next = Your other sessions were ended; this one goes on.
password-is-wrong = The current password is wrong.
password-is-wrong-next = Nothing was changed. Check it and try again.
password-too-short = The new password is too short.
password-too-short-next = { $n ->
    [one] It needs at least { $count } character. Nothing was changed.
   *[other] It needs at least { $count } characters. Nothing was changed.
}
password-too-long = The new password is too long.
password-too-long-next = { $n ->
    [one] It may have at most { $count } character. Nothing was changed.
   *[other] It may have at most { $count } characters. Nothing was changed.
}
password-differs = The two new passwords differ.
password-differs-next = Nothing was changed. Type the same one twice.
password-same = The new password is the current one.
password-same-next = Nothing was changed. Choose another.
password-yours = The new password is your e-mail address or your name.
password-yours-next = Nothing was changed. That is what is tried first: choose another.
password-too-many-next = Nothing was changed. Wait { $wait } and try again.

sessions = Sessions
sessions-lead = Every browser you signed in with. A session ends after 12 hours.
session-unnamed = Browser not told
session-current = this session
session-opened = Opened
session-seen = Last used
session-ends = Ends
session-ends-in = in { $span }
session-end = End
sessions-end-others = End the others
sessions-end-others-about = Only this session goes on.

the-installation = Installation
the-installation-lead = How this Farol is configured. Only whoever runs the installation sees this part; secrets are never shown.
installation-demo = An emulator stands in for Meta: nothing from here reaches Meta.
setting = Setting
setting-value = Value
set = configured
not-set = not configured
every = every { $span }
quota-percent = up to { $percent }% of what Meta grants
set-meta = Meta
set-reading = Readings and address
set-mail = Mail server
set-kept = How long data is kept
set-graph = Address of the Graph API
set-graph-version = Version of the Graph API
set-app = ID of the Meta app
set-app-secret = App secret
set-config = ID of the login configuration
set-sdk = JavaScript SDK
set-origins = Origins accepted from the login window
set-webhooks = Path of the webhooks
set-verify-token = Verify token of the webhooks
set-unread = Parts of webhooks that could not be read
set-numbers = Reading of numbers and health
set-accounts = Reading of WABA, Business Manager and app
set-profiles = Reading of profiles
set-quota = Share of readings
set-zone = Time zone
set-version = Version of Farol
set-base = Address of this Farol, to which e-mails lead
set-mail-server = Server
set-mail-protection = Protection of the way to it
set-mail-from = Sender
set-mail-user = User
set-mail-password = Password
mail-password-set = set, never shown
mail-tls = TLS from the start
mail-starttls = STARTTLS
mail-unprotected = none, only within this machine
kept-about = Every hour Farol erases what is past its term.
kept-always = for ever
kept-days = { $n ->
    [one] { $count } day
   *[other] { $count } days
}
kept-bodies = Webhooks as they came, once applied
kept-quarantined = Webhooks with parts that could not be read
kept-changes = Changes
kept-evidence = What Meta answered, beside each change
kept-applied = Which webhooks were applied
kept-deliveries = What became of each message
kept-traffic = Traffic of the numbers, by hour
kept-notices = Notices, once resolved
kept-mails = Delivery log
kept-quality = Quality of each day
