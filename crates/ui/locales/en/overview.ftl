# Visão geral: the verdict, the entities and what follows from their state, the latest changes.

verdict-ok = All well: { $able }.
verdict-attention = Attention: { $able }, but { $reason }.
verdict-attention-and = Attention: { $able } and { $reason }.
verdict-attention-only = Attention: { $able }.
verdict-attention-since = Attention: { $able }: { $reason }.
verdict-stopped = Stopped: { $able }; { $reason }.
verdict-stopped-only = Stopped: { $able }.
verdict-no-data = No data: no number has been read yet.
verdict-more = { $n ->
    [one] { $count } more reason
   *[other] { $count } more reasons
}
able-all = { $n ->
    [one] the active number can send
   *[other] the { $count } active numbers can send
}
able-some = { $can } of { $count } active numbers can send
able-none = { $n ->
    [one] the active number cannot start conversations
   *[other] none of the { $count } active numbers can start conversations
}
able-unknown = { $n ->
    [one] it is not known whether the active number can send
   *[other] it is not known whether the { $count } active numbers can send
}
able-some-unknown = { $can } of { $count } active numbers can send, of { $unknown } it is not known
able-none-active = no number is active
reason-blocked = { $entity } is blocked
reason-limited = { $entity } is limited
reason-flagged = { $number } is flagged
reason-restricted = { $number } is restricted and can only reply to those who write
reason-status = { $number } has the state { $status }
reason-quality-red = the quality of { $number } is low
reason-quality-yellow = the quality of { $number } is medium
reason-none-active = no number is active
reason-lost-token = { $entity } has no token that Meta accepts
reason-lost-permission = { $n ->
    [one] { $entity } lost the permission { $said }
   *[other] { $entity } lost the permissions { $said }
}
reason-lost-access = { $entity } can no longer be reached by Farol
reason-lost-event = { $entity } is no longer connected (Meta's event: { $said })
reason-old = the reading of { $name } is old ({ $ago })
reason-unread = { $name } has not been read yet
reason-unclear = { $name } reports { $field } = { $value }, a value that Farol does not know
the-number = the number { $name }
the-waba = the WABA { $name }
the-business = the business { $name }
the-app = the app { $name }
the-entity = { $name }
advice-meta = Settle the error directly with Meta; sending returns when Meta lifts it.
advice-flagged = If the quality does not improve within seven days, Meta may lower the messaging limit.
advice-restricted = While restricted, no new messages can be sent within 24 hours. Replying is still possible.
advice-quality = See the reasons people gave when blocking, and adjust templates and audience.
advice-status = Open the number and see what Meta reports.
advice-old = What is on the screen may have changed. Check now.
advice-unclear = See in WhatsApp Manager what the value means; Farol shows it as Meta reported it.
advice-reconnect = Connect the same WABA again, on Connection. Until then, what is on the screen may have changed.
see-numbers = See what needs attention
refresh = Check now

quarantined = { $n ->
    [one] { $count } webhook item could not be read.
   *[other] { $count } webhook items could not be read.
}
quarantined-next = Nothing is lost: it is kept as it arrived. To export:

entities = Business Manager, WABA and app
entities-none = No entity has been read yet.
kind-business = Business Manager
kind-waba = WABA
kind-app = App
kind-number = Number
kind-template = Template
flow-sending = Sending
flow-receiving = Receiving
flow-webhooks = Webhooks
flow-free = No restriction
flow-limited = Limited
flow-fewer = Limited quantity
flow-stopped = Stopped
flow-unknown = Unknown
webhooks-seen = Arriving
webhooks-none = None yet
consequence-waba-blocked = If the WABA is blocked, messages can be neither sent nor received.
consequence-business-limited = If the business is limited, messages cannot be sent; they can be received, though in limited quantity.
consequence-business-blocked = If the business is blocked, it neither receives nor sends messages.
error = Error
error-code = Code
error-description = Description
error-solution = Possible solution
ask-meta = Any error listed must be settled directly with Meta
ask-meta-next = Meta is responsible for the data and ratings shown. Farol only repeats what Meta reports.
open-manager = Open WhatsApp Manager

limit-title = Portfolio limit
limit-unit = recipients per rolling 24 h
limit-shared = All numbers of the portfolio spend from the same limit.
numbers = Numbers
numbers-active-of = { $n ->
    [one] active of { $count }
   *[other] active of { $count }
}
numbers-waiting = { $n ->
    [one] { $count } pending
   *[other] { $count } pending
}
open-list = Open list

news = Recent changes
news-none = No changes yet. What Meta changes appears here.
act = Who has to act
act-nobody = Nobody has to act now.
act-more = { $n ->
    [one] { $count } more matter
   *[other] { $count } more matters
}
alerts = Open notices
alerts-none = No open notice.
alerts-all = See all notices
verdict-oldest = oldest reading: { $name }
