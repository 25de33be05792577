# Meta's errors. Usernames.

meta-error-147001-what = Este nombre de usuario no está disponible.
meta-error-147001-means = Otra cuenta lo tiene, o Meta lo reserva. El actual del número no cambió.
meta-error-147001-steps =
    Elige otro, o mira las sugerencias de Meta.

meta-error-147002-what = El número todavía no puede tener nombre de usuario.
meta-error-147002-means = Meta exige un límite de mensajes mayor para ello.
meta-error-147002-steps =
    Mira en Números y límites qué falta para el próximo límite.

meta-error-147003-what = Falta vincular la Página de Facebook.
meta-error-147003-means = El nombre pertenece a una Página de Facebook que no está vinculada a este número.
meta-error-147003-steps =
    Vincula la Página en el Business Manager y pide el nombre de nuevo, o elige otro.

meta-error-147004-what = Falta vincular la cuenta de Instagram.
meta-error-147004-means = El nombre pertenece a una cuenta de Instagram que no está vinculada a este número.
meta-error-147004-steps =
    Vincula la cuenta en el Business Manager y pide el nombre de nuevo, o elige otro.

meta-error-147005-what = Otro número tuyo ya usa este nombre.
meta-error-147005-means = Un nombre de usuario sirve a un solo número.
meta-error-147005-steps =
    Libera el nombre en el otro número, o pide la transferencia (transfer_action: force_transfer), que lo quita de allí.
