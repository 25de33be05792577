health-lead = Cada pieza que Meta consulta antes de aceptar un envío. Una pieza bloqueada detiene todo lo que depende de ella.
whole-unread = General: sin lectura.
whole-blocked = General: Bloqueado.
whole-limited = General: Limitado.
whole-unsure = General: no se sabe con certeza.
whole-available = General: Disponible.
health-ask-meta = Cualquier error listado en esta página debe tratarse directamente con Meta, pues es la responsable de los datos y calificaciones presentados.
health-replicates = Nuestro sistema solo replica la información que proporciona Meta, sin cambios ni interpretaciones adicionales.
treat-with-meta = Tratar con Meta
chain = Cadena de envío
chain-about = Del portafolio a la plantilla, en el orden en que uno depende del otro.
error-remark = Información de Meta
error-none = ninguno
translated = Traducción de Farol
sip = Llamadas por SIP
conseq = Qué causa cada bloqueo
conseq-about = Las filas de WABA y Business Manager son las de la descripción del producto; las demás y la recepción son conclusiones de Farol, marcadas como cálculo. Meta no informa nada sobre la recepción.
conseq-entity = Pieza
conseq-state = Situación
conseq-start = Iniciar conversación
conseq-reply = Responder en 24 h
conseq-receive = Recibir
conseq-now = Ahora
effect-works = Sí
effect-unknown = Meta no informa
effect-other-templates = Solo con otras plantillas
effect-depends = Depende del motivo
effect-limited = Con limitación
effect-no-webhooks = Sin webhooks
effect-not-this-app = No con esta app
effect-not-this-number = Este número, no
effect-stopped = No
follows-app-blocked = Por esta app no se envía, y sus webhooks dejan de llegar. Otra app de la misma cuenta sigue.
follows-number-blocked = Este número no envía. Los demás números de la cuenta siguen.
follows-template-blocked = Esta plantilla no se puede enviar. Las demás plantillas y las respuestas siguen.
follows-limited = El envío sigue, con la limitación que describe Meta.
what-is-can = Qué es esto
what-available = Meta no ve impedimento para enviar.
what-limited = Hay una restricción, que Meta describe junto a la pieza.
what-blocked = Meta no acepta envíos por esta pieza e indica el error al lado.
translated-not-connected = El número no está conectado a la WhatsApp Business Platform.
translated-register = Registra el número y vuelve a intentarlo.
translated-approved-only = Una plantilla solo se puede enviar una vez aprobada.
translated-edit-or-appeal = Edita la plantilla o apela la decisión de la revisión.
translated-payment = Hay un error en el método de pago. Impide las conversaciones iniciadas por la empresa.
translated-payment-add = Hubo un error en el método de pago. Agrega uno nuevo a la cuenta.
translated-unverified = La empresa no superó la verificación.
translated-paused = La plantilla está en pausa por baja calidad.
translated-edit-quality = Edita la plantilla para mejorar su calidad y vuelve a intentarlo después de la aprobación.
translated-name-pending = El nombre visible todavía no fue aprobado. El límite sube después de la aprobación.
templates-well = { $n ->
    [one] { $count } plantilla disponible
   *[other] { $count } plantillas disponibles
}
count-pending = { $n ->
    [one] { $count } número aún no registrado no entra en esta suma.
   *[other] { $count } números aún no registrados no entran en esta suma.
}
whole-of-blocked = Con bloqueo: { $list }.
whole-of-limited = Con limitación: { $list }.
whole-of-strange = En un estado que Farol no conoce: { $list }.
whole-of-unread = Sin lectura: { $list }.
whole-of-old = Con lectura antigua: { $list }.
whole-of-failing = La lectura falla: { $list }.
some-businesses = { $n ->
    [one] { $count } Business Manager
   *[other] { $count } Business Managers
}
some-wabas = { $n ->
    [one] { $count } WABA
   *[other] { $count } WABA
}
some-apps = { $n ->
    [one] { $count } App
   *[other] { $count } Apps
}
some-numbers = { $n ->
    [one] { $count } número
   *[other] { $count } números
}
some-templates = { $n ->
    [one] { $count } plantilla
   *[other] { $count } plantillas
}
some-entities = { $n ->
    [one] { $count } otra pieza
   *[other] { $count } otras piezas
}
whole-able = { $n ->
    [one] Puede iniciar conversaciones: { $able } de { $count } número activo.
   *[other] Pueden iniciar conversaciones: { $able } de { $count } números activos.
}
now-some = { $word } en { $part } de { $count } números
now-none-active = Ningún número activo
templates-unread = { $n ->
    [one] { $count } plantilla sin lectura
   *[other] { $count } plantillas sin lectura
}
translated-disabled = La plantilla está desactivada por baja calidad.
translated-create = Crea una plantilla nueva con otro contenido.
history = Últimos 30 días
history-about = Un trazo por día, con el peor estado del día. Entero: Disponible. Medio: Limitado. Corto: Bloqueado. Discontinuo: sin lectura. Hueco: un estado que Farol no conoce. El porcentaje es la parte del tiempo leído en que Meta decía Disponible.
history-members = Cuáles son
history-left = { $n ->
    [one] { $count } línea más no cabe aquí: es de las que estuvieron disponibles más tiempo.
   *[other] { $count } líneas más no caben aquí: son de las que estuvieron disponibles más tiempo.
}
history-times = Cuándo no estuvo disponible
history-times-none = En ningún momento leído de estos 30 días.
history-over = { $kind } { $name }: { $state } durante { $length }
history-lasts = { $kind } { $name }: { $state } desde hace { $length }
history-more = { $n ->
    [one] { $count } período más antes de estos
   *[other] { $count } períodos más antes de estos
}
percent-of = { $count } %
numbers-well = { $n ->
    [one] { $count } número conectado y disponible
   *[other] { $count } números conectados y disponibles
}
checked-waiting = { $n ->
    [one] Comprobando desde las { $time }.
   *[other] Comprobando desde las { $time }: { $done } de { $count } piezas leídas.
}
checked-wait = Lo que falta se lee en cuanto la cuota de Meta lo permita. Esta página se actualiza sola.
checked-wait-token = Lo que falta no se lee: Farol no guarda un token de esta cuenta. Conéctala de nuevo en Conexión.
checked-wait-asked = Lo que falta se está leyendo. Esta página se actualiza sola.
checked-wait-failing = La lectura anterior falló: { $reason }. Se está intentando de nuevo; esta página se actualiza sola.
checked-done = { $n ->
    [one] Comprobado a las { $time }: { $count } pieza leída.
   *[other] Comprobado a las { $time }: { $count } piezas leídas.
}
checked-partly = { $n ->
    [one] Comprobado a las { $time }.
   *[other] Comprobado a las { $time }: { $done } de { $count } piezas leídas; las otras fallaron.
}
checked-none = Comprobado a las { $time }: la lectura falló.
checked-templates = { $n ->
    [one] { $done } de { $count } plantilla leída.
   *[other] { $done } de { $count } plantillas leídas.
}
checked-same = Nada cambió.
checked-changed = { $n ->
    [one] { $count } cambio:
   *[other] { $count } cambios:
}
