# El webhook de la app: quién lo tiene, y qué hace cambiar de dueño.

callback-title = Webhook de la app
callback-lead = Meta guarda una sola dirección para los eventos de cada app: quien la define se la quita a quien la tiene. Mirar no cambia nada.
callback-own = Meta envía los eventos de la app a este Farol.
callback-nobodys = Meta no envía los eventos de la app a ninguna parte. Farol lo pide por sí solo, en cuanto Meta alcanza la dirección.
callback-ours-before = Meta todavía envía a la dirección que este Farol tenía. Farol la cambia por sí solo, en cuanto Meta alcance la nueva.
callback-foreign = Meta envía los eventos de la app a otro programa. Farol solo la toma con tu palabra.
callback-no-address = Farol no conoce su propia dirección (base_url): indícala en el archivo de configuración.
callback-not-asked = No se pudo preguntar a Meta quién tiene el webhook de la app.
callback-waits = { $person } autorizó el cambio el { $time }. Todavía no se hizo; Farol lo intenta de nuevo por sí solo, durante un día.
callback-waits-command = La línea de comandos autorizó el cambio el { $time }. Todavía no se hizo; Farol lo intenta de nuevo por sí solo, durante un día.
callback-changed = No se cambió nada: Meta muestra ahora otra dirección.
callback-changed-next = Tu palabra valía para la dirección que mostraba la página. Revisa de nuevo lo que está abajo.
callback-loses = Quién pierde
callback-loses-all = Esta dirección deja de recibir todos los eventos de la app: mensajes, cuentas, nombres, calidad y plantillas.
callback-loses-others = También los de las cuentas y números que Farol no sigue. Solo conserva lo que tiene un desvío propio en la WABA o en el número.
callback-loses-back = Farol no la vuelve a poner. Para deshacerlo: en la app de Meta, WhatsApp, Configuración.
callback-gains = Quién los recibe desde entonces, este Farol:
callback-call = La llamada
callback-call-about = Todavía no se hizo nada. Antes de aceptar, Meta revisa la dirección; después Farol lo revisa en Meta. Solo se hace mientras Meta muestre la dirección de arriba.
callback-secret = el token de verificación de esta instalación
callback-take = Cambiarlo a este Farol
callback-leave = Dejarlo como está
