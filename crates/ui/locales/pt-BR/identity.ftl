# Identidade na Meta: display name, official account, coexistence.

meta-identity = Identidade na Meta
meta-identity-lead = O que a Meta guarda do próprio número. Cada pedido vai à Meta por si, fora do formulário acima.
official-account = Conta oficial
coexistence = Coexistência
