# Enlaces para clientes: quien no tiene cuenta conecta el número. Primero lo que ve quien crea el
# enlace, después lo que ve quien lo abre.

handover-entry = No soy yo quien hace clic: crear un enlace para el cliente
handover-title = Enlaces para clientes
handover-lead = Cada enlace deja que una persona sin cuenta elija la situación del número e inicie sesión con Facebook, y nada más.
handover-make = Nuevo enlace
handover-make-about = La dirección se muestra una sola vez. Envíala a quien administra el Business Manager del cliente.
handover-make-button = Crear enlace
handover-label = Cliente
handover-counts = Validez
handover-days = { $n ->
    [one] { $count } día
   *[other] { $count } días
}
handover-no-label = Falta el nombre del cliente
handover-no-label-next = Escribe de 1 a { $count } caracteres.
handover-made = Enlace para { $label } creado
handover-made-about = Cópialo ahora: Farol guarda solo un resumen de la dirección y no puede mostrarla de nuevo.
handover-address = Dirección
handover-message-label = Texto para enviar
handover-message = Para conectar el WhatsApp de tu empresa a { $tenant }, abre esta dirección en la computadora de quien administra el Business Manager: { $url } Vale hasta { $when }, para un solo navegador.
handover-copy-message = Copiar texto
handover-copied-message = Texto copiado.
handover-list = Enlaces creados
handover-none = Ningún enlace todavía
handover-none-next = Crea uno arriba para que un cliente conecte su propio número.
handover-about = El enlace sirve a un solo navegador, hasta que un inicio de sesión se conecte o termine su validez. Revocar no deshace lo que el cliente ya empezó: el inicio de sesión en curso sigue en Conexión, contigo. Los enlaces quedan aquí 90 días después de terminar.
handover-state = Situación
handover-by = creado por { $person } el { $time }
handover-until = hasta { $when }
handover-ended = terminaría el { $when }
handover-revoke = Revocar
handover-was-revoked = Enlace revocado
handover-was-revoked-next = Quien lo tiene ya no puede hacer nada con él. Un inicio de sesión que ya empezó sigue en Conexión.
handover-waiting = Esperando ser abierto
handover-opened = Abierto
handover-under-way = En curso
handover-connected = Conectado
handover-used = Usado
handover-expired = Vencido
handover-revoked = Revocado

signup-begun-here = empezado el { $time }
signup-begun-by-link = empezado por el enlace “{ $label }” de { $person } el { $time }
signup-begun-by-gone-link = empezado por un enlace de { $person } el { $time }
refusal-link-over = Este enlace ya no vale. Pide otro a quien lo envió.

guest-title = Conectar tu número de WhatsApp
guest-lead = { $tenant } pidió que conectes el número de tu empresa. No necesitas una cuenta aquí.
guest-until = Este enlace vale hasta { $when }.
guest-begin-title = Antes de empezar
guest-begin-about = Eliges la situación del número, ves qué preparar e inicias sesión con Facebook en una ventana de Meta.
guest-begin = Empezar en este navegador
guest-one-browser = El enlace queda con el navegador en el que empieces. Usa la computadora en la que vas a iniciar sesión.
guest-situation = Primero di en qué situación está el número: cada una tiene su preparación.
guest-situation-find = Elegir la situación
guest-continue-about = La ventana de Meta solo se abre en la página siguiente.
guest-maker-decides = Eso lo decide quien envió el enlace. Habla con esa persona.
guest-under-way = Un inicio de sesión de este enlace está en curso. Síguelo en esta página.
guest-too-many = Este enlace ya hizo todos los intentos que podía. Pide otro a quien lo envió.
guest-done = Listo: el número está conectado
guest-done-next = { $tenant } ya recibe los mensajes. Puedes cerrar esta página.
guest-ended-next = Ya no se puede hacer nada con este enlace. Lo que empezaste sigue con { $tenant }.
guest-revoked = Este enlace fue revocado
guest-expired = La validez de este enlace terminó
guest-ask-again = Pide otro a quien lo envió.
guest-unknown = No hay un enlace en esta dirección
guest-not-here = Abre el enlace que recibiste
guest-not-here-next = Este navegador no tiene ningún enlace. Abre de nuevo la dirección que te enviaron; si vuelve aquí, permite cookies para este sitio.
guest-elsewhere = Este enlace está en uso en otro navegador
guest-elsewhere-next = Continúa en el navegador en el que se empezó, o pide otro a quien lo envió.
guest-used = Este enlace ya se usó
guest-used-next = El número ya se conectó con él. Para conectar otro, pide otro enlace.
guest-many-looks-next = Espera unos minutos y abre el enlace de nuevo.
