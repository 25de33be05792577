# The limit meter: what is used and left, when it comes back, whether more fits, the next level.

used-own = Uso y previsión: cálculo de Farol
used-title = Usado en las últimas 24 h
used-at-least = al menos { $used }
used-of = de { $limit }
used-percent = { $percent } % usado
used-left = { $n ->
    [one] queda { $count }
   *[other] quedan { $count }
}
used-label = { $used } de { $limit } destinatarios
used-share = Parte
used-since = Farol sigue este portafolio desde { $since }: lo enviado antes no está contado.
used-unwatched = Uso: Farol aún no contó nada de este portafolio.
limit-never-read = El límite de este portafolio aún no se leyó en Meta.
limit-is-unlimited = Meta no limita este portafolio: no hay qué medir, solo qué contar.
limit-is-not-set = Meta aún no definió un límite para este portafolio.
limit-is-unknown = Meta informa el límite “{ $tier }”, que Farol no conoce: se muestra como vino y no entra en cuentas.
open-meter = Ver el medidor
meters-many = Hay muchos portafolios en esta página. Abre uno para ver el medidor entero.
meters-portfolio = Portafolio
shares = De qué números
shares-others = Otros números
outlook = Previsión
outlook-not-today = Sin riesgo en las próximas 24 h
outlook-not-today-text = Al ritmo de las últimas 3 h, el límite no se alcanza.
outlook-reached = Límite alcanzado
outlook-reached-text = Por lo que Farol vio, vuelve a caber hasta { $at }, si nadie más recibe.
outlook-at = Límite previsto para { $at }
outlook-between = Al ritmo de las últimas 3 h, entre { $earliest } y { $latest }.
outlook-from = Al ritmo de las últimas 3 h, no antes de { $earliest }.
outlook-maybe = Límite posible desde { $earliest }
outlook-maybe-text = Al ritmo de las últimas 3 h no se alcanza; un poco por encima, sí.
chart-label = Uso del límite: ahora { $used } de { $limit } destinatarios. La tabla de abajo da hora por hora lo que vuelve y lo que se prevé.
chart-now = ahora
limit-line = Límite:
legend-past = Uso en la ventana móvil
legend-ahead = Previsión al ritmo actual
legend-limit = Límite informado por Meta
returns-title = Cuándo vuelve la capacidad, hora por hora
returns-until = Hasta
returns-count = Vuelve
returns-expected = Uso previsto
returns-band = Entre
returns-most = { $n ->
    [one] En la próxima hora vuelve { $next }; la hora en que más vuelve es de { $from } a { $until }: { $count }.
   *[other] En la próxima hora vuelven { $next }; la hora en que más vuelve es de { $from } a { $until }: { $count }.
}
band = { $low } a { $high }
send-title = ¿Enviar ahora?
send-label = A cuántas personas
send-ask = Calcular
send-about = Cuenta personas que no recibieron en las últimas 24 h, por lo que Farol vio. Quien ya recibió no gasta de nuevo.
send-fits = { $n ->
    [one] Sí: { $send } caben ahora, y queda { $count }.
   *[other] Sí: { $send } caben ahora, y quedan { $count }.
}
send-later = { $n ->
    [0] Ahora no cabe ninguna. Hay lugar para { $send } a más tardar en { $at }, si nadie más recibe.
    [one] Ahora cabe { $count }. Hay lugar para { $send } a más tardar en { $at }, si nadie más recibe.
   *[other] Ahora caben { $count }. Hay lugar para { $send } a más tardar en { $at }, si nadie más recibe.
}
send-never = No: { $send } pasan del límite de { $most } en 24 h. Divídelas en más de un día.
send-unlimited = Sí: { $send } caben, porque no hay límite.
send-unread = No se puede decir: el límite aún no se leyó.
send-unknown = No se puede decir: el límite “{ $tier }” no cuenta destinatarios.
send-unwatched = No se puede decir: Farol aún no contó el uso de este portafolio.
coach-title = Próximo nivel
coach-next = { $n ->
    [one] Para llegar a { $count } destinatario
   *[other] Para llegar a { $count } destinatarios
}
coach-next-unlimited = Para llegar a ilimitado
coach-top = Este portafolio ya está en el nivel más alto.
coach-unknown = El nivel de ahora no se leyó o no es uno de los que las reglas conocen; por eso Farol no dice qué falta.
coach-all = Meta pide todo esto; cuándo sube, lo decide ella.
coach-any = Meta pide una de estas cosas; cuándo sube, lo decide ella.
coach-flagged = Mientras haya un número Marcado, el nivel no sube, aunque lo demás esté hecho.
coach-done = Hecho
coach-not-done = Falta
coach-not-known = No se sabe
step-half = Usar la mitad del límite en 7 días: al menos { $reached } de { $needed } personas.
step-numbers = { $n ->
    [0] Calidad alta en todos los números.
    [one] Calidad alta en todos los números: { $count } está media o baja.
   *[other] Calidad alta en todos los números: { $count } están medias o bajas.
}
step-templates = { $n ->
    [0] Calidad alta en todas las plantillas.
    [one] Calidad alta en todas las plantillas: { $count } está media o baja.
   *[other] Calidad alta en todas las plantillas: { $count } están medias o bajas.
}
step-connected = Un número conectado.
step-flagged = { $n ->
    [0] Ningún número Marcado.
    [one] Ningún número Marcado: hay { $count }.
   *[other] Ningún número Marcado: hay { $count }.
}
step-verified = Empresa verificada por Meta.
step-reach = Alcanzar { $people } personas en { $days } días con plantillas de calidad alta.
compared-title = Comparado con Meta
compared = El día { $day } Meta contó { $meta } entregas, Farol vio { $seen }.
compared-same = El día { $day } Meta contó { $meta } entregas, y Farol vio las mismas { $seen }.
compared-partly = El día { $day } Meta contó { $meta } entregas; Farol, que sigue este portafolio desde { $since }, vio { $seen }.
compared-refused = Meta no dio su cuenta:
compared-days = Los últimos días
compared-day = Día
compared-delivered = Entregas, Meta
compared-seen-delivered = Entregas, Farol
compared-sent = Envíos, Meta
compared-seen-sent = Envíos, Farol
