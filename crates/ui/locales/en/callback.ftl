# The app's webhook: who has it, and what changing that does.

callback-title = The app's webhook
callback-lead = Meta keeps one address for the events of each app: who sets it takes it from whoever has it. Looking changes nothing.
callback-own = Meta sends the app's events to this Farol.
callback-nobodys = Meta sends the app's events nowhere. Farol asks for it by itself, as soon as Meta reaches the address.
callback-ours-before = Meta still sends to the address that this Farol had before. Farol replaces it by itself, once Meta reaches the new one.
callback-foreign = Meta sends the app's events to another program. Farol takes it only on your word.
callback-no-address = Farol does not know its own address (base_url): set it in the configuration file.
callback-not-asked = Meta could not be asked who has the app's webhook.
callback-waits = { $person } allowed the change on { $time }. It is not done yet; Farol tries again by itself, for a day.
callback-waits-command = The command line allowed the change on { $time }. It is not done yet; Farol tries again by itself, for a day.
callback-changed = Nothing was changed: Meta shows another address now.
callback-changed-next = Your word was about the address that the page showed. Look again at what stands below.
callback-loses = Who loses it
callback-loses-all = This address gets none of the app's events any more: messages, accounts, names, quality and templates.
callback-loses-others = Nor those of accounts and numbers that Farol does not watch. It keeps only what has an override of its own on the WABA or the number.
callback-loses-back = Farol does not put it back. To undo it: in Meta's app, WhatsApp, Configuration.
callback-gains = Who gets them from then on, this Farol:
callback-call = The call
callback-call-about = Nothing is done yet. Meta checks the address before it agrees, and then Farol checks at Meta. It is made only while Meta shows the address above.
callback-secret = this installation's verify token
callback-take = Change it to this Farol
callback-leave = Leave it as it is
