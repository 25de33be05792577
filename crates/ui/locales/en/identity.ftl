# Identidade na Meta: display name, official account, coexistence.

meta-identity = Identity at Meta
meta-identity-lead = What Meta holds of the number itself. Each request goes to Meta by itself, apart from the form above.
official-account = Official account
coexistence = Coexistence
