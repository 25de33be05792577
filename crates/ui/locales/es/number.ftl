# One number: where it stands, its quality of thirty days, what to do, its registration.

back-to-list = Volver a la lista
see-profile = Ver perfil
unread-failing = Farol intenta leer este número desde el { $since } y todavía no lo consiguió: { $reason }.
gone = El número puede haber sido eliminado en Meta o llevado a otra cuenta. Lo que está en esta página es de la última lectura.

place = Dónde está este número
place-before = Antes
place-now = Ahora
place-between = Del { $from } al { $until }, por { $length }.
place-until = Hasta el { $until }.
place-until-least = Hasta el { $until }, por al menos { $length }.
place-since = Desde el { $since }, { $ago }.
place-since-first = Desde antes del { $since }, cuando Farol leyó este número por primera vez.
place-since-before = Desde antes del { $since }.
place-unchanged = Sin cambios en los últimos 30 días.
place-unknown = Desde cuándo, Farol no lo sabe.
place-gone = Meta dejó de informar el estado el { $since }.
place-unread = Farol todavía no leyó este número. El estado aparece aquí después de la primera lectura.
place-unsaid = Meta no informa el estado de este número.
days = { $n ->
    [one] { $count } día
   *[other] { $count } días
}
what-is = Qué es esto
from-description = De la descripción del producto.
quality-page = En Meta: sobre la calificación de calidad de tu número de teléfono de WhatsApp Business
about-flagged-more = Las empresas no pueden subir los niveles del límite de mensajes en el estado Marcado.
about-restricted-more = Este estado ocurre cuando alcanzas el límite de mensajes, sin importar la calificación de calidad.
about-notice = Si la calificación de calidad llega a la calidad baja o el estado del número de teléfono cambia a Marcado o Restringido, recibirás un correo y una notificación en el Administrador comercial como aviso.

quality-days = Calidad en los últimos 30 días
own-history = Historial guardado por Farol
band-part = { $quality } por { $length }
band-marks = Marcas en la banda
band-unknown = Desconocida
band-not-shown = No se muestra aquí
band-now = ahora
band-today = hoy, { $day }
marks-none = No se vio ningún cambio de estado, calidad, límite, nombre o envío en estos 30 días.
marks-more = { $n ->
    [one] { $count } cambio más antes de estos
   *[other] { $count } cambios más antes de estos
}
marks-more-least = { $n ->
    [one] Al menos { $count } cambio más antes de estos
   *[other] Al menos { $count } cambios más antes de estos
}
marks-older = Hay cambios más antiguos, que esta banda no muestra
see-table = Ver como tabla
table-from = Desde
table-until = Hasta
table-length = Duración
about-quality = La calificación de calidad se basa en cómo los destinatarios recibieron los mensajes en los últimos 7 días y pondera lo más reciente. Se determina por una combinación de señales, como bloqueos, denuncias y los motivos que las personas dan cuando bloquean a una empresa.
about-green = Verde: calidad alta (buena)
about-yellow = Amarillo: calidad media (regular)
about-red = Rojo: calidad baja (mala)
about-unknown = Si aparece “UNKNOWN”, el estado todavía no fue definido.
about-high = Mantener la calificación en Alta es esencial, pues permite el acceso a más recursos y mejores límites de envío en WhatsApp Business.
about-reasons = Cuando una persona bloquea a la empresa, puede elegir un motivo para el bloqueo, como “Ya no es necesario”, “No me inscribí”, “Spam”, “Mensajes ofensivos” o “Ningún motivo”. Esos motivos pueden repercutir en la calidad del número.

todo = Qué hacer
advice-lead = Los motivos de los bloqueos ayudan a identificar patrones de rechazo, como mensajes considerados irrelevantes, exceso de envíos o contenidos percibidos como no deseados. Con base en eso:
advice-reply = Responde a quien escriba
advice-reply-how = Mientras el estado sea Restringido, no podrás enviar mensajes nuevos dentro de 24 horas. Todavía puedes responder a cualquier mensaje que envíen los clientes.
advice-templates = Ajusta las plantillas de mensaje
advice-audience = Mejora la segmentación del público
advice-practices = Reduce prácticas que aumentan el riesgo de bloqueos

health-of-number = Salud de este número
health-above = Por encima de este número, limitado o bloqueado:
see-health = Ver Estado de salud
in-app-yes = Sí
in-app-no = No

changes = Qué cambió
changes-none = Farol no vio cambios en los últimos 30 días.
changes-unread = Nada que comparar todavía: Farol no leyó este número.
changes-shown = { $n ->
    [one] { $shown } de { $count } cambio
   *[other] { $shown } de { $count } cambios
}
changes-shown-least = { $n ->
    [one] { $shown } de más de { $count } cambio
   *[other] { $shown } de más de { $count } cambios
}
changes-all = Ver todo en Actividad
change-by = por { $name }
quality-since = Calidad desde la primera lectura
quality-since-about = Este número se lee desde { $ago }. La franja crece hasta 30 días.
