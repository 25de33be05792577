health-lead = Each entity that Meta looks at before it takes a message. One that is blocked stops all that depends on it.
whole-unread = Overall: not read yet.
whole-blocked = Overall: Blocked.
whole-limited = Overall: Limited.
whole-unsure = Overall: not known for certain.
whole-available = Overall: Available.
health-ask-meta = Any error listed on this page must be settled directly with Meta, since Meta is responsible for the data and ratings shown.
health-replicates = Our system only replicates the information that Meta provides, without changes or interpretations of its own.
treat-with-meta = Take it up with Meta
chain = Chain of sending
chain-about = From the portfolio to the template, in the order in which one depends on the other.
error-remark = Meta’s remark
error-none = none
translated = Farol’s translation
sip = Calls by SIP
conseq = What each state causes
conseq-about = The rows of WABA and Business Manager are those of the product’s description; the others, and receiving, are Farol’s conclusions, marked as computed. Meta reports nothing about receiving.
conseq-entity = Entity
conseq-state = State
conseq-start = Start a conversation
conseq-reply = Reply within 24 h
conseq-receive = Receive
conseq-now = Now
effect-works = Yes
effect-unknown = Meta does not say
effect-other-templates = Only with other templates
effect-depends = Depends on the reason
effect-limited = With limits
effect-no-webhooks = No webhooks
effect-not-this-app = Not with this app
effect-not-this-number = Not this number
effect-stopped = No
follows-app-blocked = Nothing is sent through this app, and its webhooks stop. Another app of the same account goes on.
follows-number-blocked = This number does not send. The account’s other numbers go on.
follows-template-blocked = This template can’t be sent. Other templates and replies go on.
follows-limited = Sending goes on, within the limits that Meta describes.
what-is-can = What is this
what-available = Meta sees nothing that hinders sending.
what-limited = There is a restriction, which Meta describes beside the entity.
what-blocked = Meta takes no messages through this entity and names the error beside it.
translated-not-connected = The phone number is not connected to the WhatsApp Business Platform.
translated-register = Register the phone number and try again.
translated-approved-only = A template can only be sent once it is approved.
translated-edit-or-appeal = Edit the template or appeal the review’s decision.
translated-payment = There is an error with the payment method. It blocks conversations that the business starts.
translated-payment-add = There was an error with the payment method. Add a new one to the account.
translated-unverified = The business has not passed verification.
translated-paused = The template is paused because of low quality.
translated-edit-quality = Edit the template to improve its quality and try again once it is approved.
translated-name-pending = The display name has not been approved yet. The limit rises after approval.
templates-well = { $n ->
    [one] { $count } available template
   *[other] { $count } available templates
}
count-pending = { $n ->
    [one] { $count } number that is not registered yet is left out.
   *[other] { $count } numbers that are not registered yet are left out.
}
whole-of-blocked = Blocked: { $list }.
whole-of-limited = Limited: { $list }.
whole-of-strange = In a state that Farol does not know: { $list }.
whole-of-unread = Not read yet: { $list }.
whole-of-old = With an old reading: { $list }.
whole-of-failing = Reading fails: { $list }.
some-businesses = { $n ->
    [one] { $count } Business Manager
   *[other] { $count } Business Managers
}
some-wabas = { $n ->
    [one] { $count } WABA
   *[other] { $count } WABAs
}
some-apps = { $n ->
    [one] { $count } app
   *[other] { $count } apps
}
some-numbers = { $n ->
    [one] { $count } number
   *[other] { $count } numbers
}
some-templates = { $n ->
    [one] { $count } template
   *[other] { $count } templates
}
some-entities = { $n ->
    [one] { $count } other entity
   *[other] { $count } other entities
}
whole-able = { $n ->
    [one] Able to start conversations: { $able } of { $count } active number.
   *[other] Able to start conversations: { $able } of { $count } active numbers.
}
now-some = { $word }: { $part } of { $count } numbers
now-none-active = No active number
templates-unread = { $n ->
    [one] { $count } template not read yet
   *[other] { $count } templates not read yet
}
translated-disabled = Template is disabled due to low quality.
translated-create = Create a new template with different content.
history = Last 30 days
history-about = One tick a day, with the day’s worst state. Full: Available. Medium: Limited. Short: Blocked. Dashed: not read. Hollow: a state that Farol does not know. The percentage is the part of the read time in which Meta said Available.
history-members = Which ones
history-left = { $n ->
    [one] { $count } more line has no room here: it is of those that were available longest.
   *[other] { $count } more lines have no room here: they are of those that were available longest.
}
history-times = When it was not available
history-times-none = At no time that was read in these 30 days.
history-over = { $kind } { $name }: { $state } for { $length }
history-lasts = { $kind } { $name }: { $state } for { $length } now
history-more = { $n ->
    [one] { $count } more period before these
   *[other] { $count } more periods before these
}
percent-of = { $count }%
numbers-well = { $n ->
    [one] { $count } number connected and available
   *[other] { $count } numbers connected and available
}
checked-waiting = { $n ->
    [one] Checking since { $time }.
   *[other] Checking since { $time }: { $done } of { $count } entities read.
}
checked-wait = What is missing is read as soon as Meta’s quota allows. This page updates by itself.
checked-wait-token = What is missing is not read: Farol keeps no token of this account. Connect it again under Connection.
checked-wait-asked = What is missing is being read. This page updates by itself.
checked-wait-failing = The reading before failed: { $reason }. It is being tried again; this page updates by itself.
checked-done = { $n ->
    [one] Checked at { $time }: { $count } entity read.
   *[other] Checked at { $time }: { $count } entities read.
}
checked-partly = { $n ->
    [one] Checked at { $time }.
   *[other] Checked at { $time }: { $done } of { $count } entities read; the others failed.
}
checked-none = Checked at { $time }: the reading failed.
checked-templates = { $n ->
    [one] { $done } of { $count } template read.
   *[other] { $done } of { $count } templates read.
}
checked-same = Nothing changed.
checked-changed = { $n ->
    [one] { $count } change:
   *[other] { $count } changes:
}
