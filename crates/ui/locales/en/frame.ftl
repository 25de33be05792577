# What stands around the pages: menu, topbar, times, login, problems.

skip = Skip to content
nav-label = Navigation
nav-main = Main
nav-open = Open menu
nav-close = Close menu
nav-operation = Operations
nav-prepare = Set up
nav-overview = Overview
nav-numbers = Numbers and limits
nav-health = Health status
nav-profile = WhatsApp profile
nav-watch = Watch
nav-activity = Activity and notices
nav-settings = Settings
nav-red = { $n ->
    [one] { $count } number in red
   *[other] { $count } numbers in red
}
nav-troubled = { $n ->
    [one] { $count } point of attention
   *[other] { $count } points of attention
}
nav-sandbox = Sandbox
nav-connect = Connection
switch = Switch account
tenants = Your accounts
accounts-of-tenant = WhatsApp accounts
all-accounts = All accounts
account-line = WABA { $name }
account-lines = { $n ->
    [one] { $count } account
   *[other] { $count } accounts
}
connect-new = New connection
crumbs = You are in
menu-person = Your account
language = Language
logout = Sign out
theme = Switch between light and dark
loading = Loading
live = Live
no-signal = No signal
no-signal-about = The live stream was lost; Farol keeps trying by itself.
no-signal-since = No signal since {"{"}time{"}"}: what is on the screen is from then.
signal-back = Live again: the screen already shows what came meanwhile.
reconnect = Reconnect now

never-read = Not read yet
old-reading = old reading
computed = Computed
via-read = by poll
via-webhook = by webhook
via-operator = by a person in Farol
via-computed = Farol’s calculation
failing-since = No new reading since { $since }: { $reason }. The last values stay on view.
failure-token-dead = Meta no longer accepts the token
failure-permission-missing = a permission is missing at Meta
failure-not-found = Meta does not find this item
failure-rate-limited = Meta asked to wait
failure-trouble = Meta is having trouble
failure-refused = Meta refused the request
failure-unanswered = Meta did not answer
failure-unreadable = Meta’s answer could not be read

ago-s = { $count } s ago
ago-min = { $count } min ago
ago-h = { $count } h ago
ago-d = { $n ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
span-s = { $count } s
span-min = { $count } min
span-h = { $count } h
took-s = { $count } s
moment = { $day } { $month }, { $time }
moment-to-second = { $day } { $month } { $year }, { $time }
day = { $day } { $month }
day-utc = { $day } { $month } (UTC)
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
day-today = Today, { $weekday }, { $month } { $day }
day-yesterday = Yesterday, { $weekday }, { $month } { $day }
day-this-year = { $weekday }, { $month } { $day }
day-other-year = { $weekday }, { $month } { $day }, { $year }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-full-1 = January
month-full-2 = February
month-full-3 = March
month-full-4 = April
month-full-5 = May
month-full-6 = June
month-full-7 = July
month-full-8 = August
month-full-9 = September
month-full-10 = October
month-full-11 = November
month-full-12 = December

login = Sign in
installation = Installation
email = E-mail
password = Password
motto = See from afar whether all is well.
login-hours = The session ends after 12 hours.
refresh-asked = Asked Meta for a fresh reading.
login-wrong = E-mail or password do not match.
login-wrong-next = Check both and try again. After several attempts there is a pause.
login-too-many = Too many attempts.
login-too-many-next = Wait { $wait } and try again.
login-link-used = This link was already used or has expired.
login-link-used-next = Sign in with e-mail and password, or ask whoever runs the installation for a new link.

problem-400 = The request could not be understood
problem-400-next = Nothing was changed. Go back and try again.
problem-403 = You may not do this
problem-403-next = Your role in this account does not allow this action. Ask whoever manages the account for access.
elsewhere = This was not sent from this Farol's address
elsewhere-next = Nothing was changed. Open Farol at { $address } and try again there.
problem-404 = This address does not exist
problem-404-next = The item may have been deleted, or it belongs to another account.
problem-500 = This page could not be made
problem-500-next = What Meta sent is stored and keeps arriving. Try again; if it goes on, give the reference to support.
problem-503 = This page could not be made right now
problem-503-next = What Meta sent is stored. Try again in a few seconds.
problem-reference = Reference
go-overview = Go to Overview

restored = Restored from a backup
restored-about = What came between { $from } and { $until } may be missing here: messages, their statuses, and what was changed in Farol. Everything else was read from Meta anew.
unread-address = This address asks for something that Farol can’t read.
unread-address-next = The page shows what it would show without it.
