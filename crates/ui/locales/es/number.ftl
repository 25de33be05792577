# One number: where it stands and may go, its quality of 30 or 90 days, what to do, its registration.

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
place-unchanged = Sin cambios en los últimos { $count } días.
place-unknown = Desde cuándo, Farol no lo sabe.
place-gone = Meta dejó de informar el estado el { $since }.
place-unread = Farol todavía no leyó este número. El estado aparece aquí después de la primera lectura.
place-unsaid = Meta no informa el estado de este número.
days = { $n ->
    [one] { $count } día
   *[other] { $count } días
}

machine-own = Cuenta y caminos: cálculo de Farol
machine-before = { $state }, límite de { $limit }
machine-day = Día { $day } de { $of }
machine-left = Faltan { $left }.
machine-left-between = Faltan entre { $least } y { $most }: Farol no vio el comienzo a tiempo.
machine-left-most = Faltan como máximo { $left }: Farol no vio el comienzo.
machine-days-hours = { $days } y { $hours }
machine-flagged-until = El envío continúa. Según la regla, Meta reevalúa hasta el { $ends }.
machine-restricted-until = Nuevas conversaciones solo después del { $ends }, según la regla. Responder a quien escriba sigue permitido.
machine-ran-out = El plazo de la regla pasó el { $ends }.
machine-ran-out-still = Meta todavía informa este estado.
machine-ran-out-unheard = Lo que vino después, Farol todavía no lo leyó.
machine-next = Puede pasar a
machine-better = Si la calidad sube
machine-better-limit = Vuelve a Conectado, con el límite de { $limit }.
machine-better-how = Vuelve a Conectado, con el mismo límite.
machine-worse = Si sigue baja
machine-worse-limit = Vuelve a Conectado, y Meta puede reducir el límite a { $limit }.
machine-worse-either = Vuelve a Conectado, y Meta puede reducir el límite: a { $number } por los niveles por número, a { $portfolio } por los del portafolio.
machine-worse-how = Vuelve a Conectado, y Meta puede reducir el límite al siguiente nivel.
machine-free = Cuando pase el plazo
machine-free-limit = Vuelve a iniciar conversaciones, dentro del límite de { $limit }.
machine-free-how = Vuelve a iniciar conversaciones, dentro del límite de mensajes.
when-between = algún momento entre { $after } y { $by }
when-before = algún momento antes de { $by }
past-title = Qué pasó las otras veces
past-when = Comienzo: { $from }. Fin: { $until }.
past-kept = Volvió a Conectado, con el mismo límite: { $after }.
past-next-lower = Volvió a Conectado, con el límite del siguiente nivel: de { $before } a { $after }.
past-lower = Volvió a Conectado, con un límite menor: de { $before } a { $after }.
past-higher = Volvió a Conectado, con un límite mayor: de { $before } a { $after }.
past-unknown = Volvió a Conectado. Límite antes: { $before }; después: { $after }.
past-limit-unknown = no conocido
past-other = Pasó a { $state }.
past-unsaid = Meta dejó de informar el estado.

days-choose = Período de la página
days-choice = { $count } días
quality-days = Calidad en los últimos { $count } días
own-history = Historial guardado por Farol
band-part = { $quality } por { $length }
band-marks = Marcas en la banda
band-unknown = Desconocida
band-not-shown = No se muestra aquí
band-now = ahora
band-today = hoy, { $day }
marks-none = No se vio ningún cambio de estado, calidad, límite, nombre o envío en estos { $count } días.
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

lane = Qué pasaba mientras tanto
lane-lead = Envíos, fallas, bajas y cambios de plantillas que Farol vio, día a día. Meta no dice la causa de una caída; esto es lo que había al lado.
lane-none = Farol no vio mensajes de este número en este período.
lane-drawn = Barras por día; los valores están en la tabla
lane-day = Día
lane-figures = { $all } en total, hasta { $most } en un día
lane-marketing = Marketing enviados
lane-utility = Utilidad enviados
lane-authentication = Autenticación enviados
lane-service = Atención enviados
lane-other = Enviados sin categoría
lane-delivered = Entregados
lane-read = Leídos
lane-failed = Fallas
lane-received = Recibidos
lane-opt-out = Bajas de marketing
lane-opt-in = Regresos a marketing
lane-templates = Cambios de plantillas
fall-heading = Qué cambió en las 48 horas antes de cada caída
fall-hours = Los recuentos son por hora: la hora de la caída entra entera.
fall-title = De { $before } a { $after }
fall-counts = { $then } en las 48 h antes; { $before } en las 48 h anteriores
fall-templates = Plantillas
fall-nothing = Farol no vio mensajes ni cambios de plantillas en esas horas.
fall-none = La calidad no cayó en este período.
fall-more = { $n ->
    [one] y { $count } cambio más de una plantilla
   *[other] y { $count } cambios más de plantillas
}
past-days = Antes de este período, día a día
past-days-worst = lo peor del día: { $quality }

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
changes-none = Farol no vio cambios en los últimos { $count } días.
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
quality-since-about = Este número se lee desde { $ago }. La franja crece hasta { $count } días.
