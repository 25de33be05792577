# Identidade na Meta: display name, official account, coexistence.

meta-identity = Identidad en Meta
meta-identity-lead = Lo que Meta guarda del propio número. Cada pedido va a Meta por sí solo, aparte del formulario de arriba.
official-account = Cuenta oficial
coexistence = Coexistencia
