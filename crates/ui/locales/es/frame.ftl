# What stands around the pages: menu, topbar, times, login, problems.

skip = Saltar al contenido
nav-label = Navegación
nav-main = Principal
nav-open = Abrir menú
nav-close = Cerrar menú
nav-operation = Operación
nav-prepare = Preparar
nav-overview = Resumen
nav-numbers = Números y límites
nav-health = Estado de salud
nav-profile = Perfil de WhatsApp
nav-watch = Seguimiento
nav-activity = Actividad y avisos
nav-settings = Configuración
nav-red = { $n ->
    [one] { $count } número en rojo
   *[other] { $count } números en rojo
}
nav-troubled = { $n ->
    [one] { $count } punto de atención
   *[other] { $count } puntos de atención
}
nav-sandbox = Sandbox
nav-connect = Conexión
switch = Cambiar de cuenta
tenants = Tus cuentas
accounts-of-tenant = Cuentas de WhatsApp
all-accounts = Todas las cuentas
account-line = WABA { $name }
account-lines = { $n ->
    [one] { $count } cuenta
   *[other] { $count } cuentas
}
connect-new = Nueva conexión
crumbs = Estás en
menu-person = Tu cuenta
language = Idioma
logout = Salir
theme = Alternar tema claro y oscuro
loading = Cargando
live = En vivo
no-signal = Sin señal
no-signal-about = La transmisión en vivo se cortó; Farol vuelve a intentarlo solo.
no-signal-since = Sin señal desde {"{"}time{"}"}: lo que está en pantalla es de esa hora.
signal-back = De nuevo en vivo: la pantalla ya muestra lo que llegó entretanto.
reconnect = Reconectar ahora

never-read = Sin lectura
old-reading = lectura antigua
computed = Cálculo
via-read = por consulta
via-webhook = por webhook
via-operator = por una persona en Farol
via-computed = cálculo de Farol
failing-since = Sin lectura nueva desde { $since }: { $reason }. Los últimos valores siguen a la vista.
failure-token-dead = Meta ya no acepta el token
failure-permission-missing = falta un permiso en Meta
failure-not-found = Meta no encuentra este elemento
failure-rate-limited = Meta pidió esperar
failure-trouble = Meta tiene problemas
failure-refused = Meta rechazó la consulta
failure-unanswered = Meta no respondió
failure-unreadable = no se pudo leer la respuesta de Meta

ago-s = hace { $count } s
ago-min = hace { $count } min
ago-h = hace { $count } h
ago-d = { $n ->
    [one] hace { $count } día
   *[other] hace { $count } días
}
span-s = { $count } s
span-min = { $count } min
span-h = { $count } h
took-s = { $count } s
moment = { $day } { $month }, { $time }
moment-to-second = { $day } { $month } { $year }, { $time }
day = { $day } { $month }
day-utc = { $day } { $month } (UTC)
month-1 = ene
month-2 = feb
month-3 = mar
month-4 = abr
month-5 = may
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = sept
month-10 = oct
month-11 = nov
month-12 = dic
day-today = Hoy, { $weekday }, { $day } de { $month }
day-yesterday = Ayer, { $weekday }, { $day } de { $month }
day-this-year = { $weekday }, { $day } de { $month }
day-other-year = { $weekday }, { $day } de { $month } de { $year }
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
month-full-1 = enero
month-full-2 = febrero
month-full-3 = marzo
month-full-4 = abril
month-full-5 = mayo
month-full-6 = junio
month-full-7 = julio
month-full-8 = agosto
month-full-9 = septiembre
month-full-10 = octubre
month-full-11 = noviembre
month-full-12 = diciembre

login = Entrar
installation = Instalación
email = Correo electrónico
password = Contraseña
motto = Mira de lejos si todo está bien.
login-hours = La sesión termina después de 12 horas.
refresh-asked = Comprobación pedida a Meta.
login-wrong = El correo o la contraseña no coinciden.
login-wrong-next = Revisa ambos e inténtalo de nuevo. Tras varios intentos hay una pausa.
login-too-many = Demasiados intentos.
login-too-many-next = Espera { $wait } e inténtalo de nuevo.
login-link-used = Este enlace ya se usó o venció.
login-link-used-next = Entra con correo y contraseña, o pide un enlace nuevo a quien administra la instalación.

problem-400 = No se pudo entender la solicitud
problem-400-next = No se cambió nada. Vuelve e inténtalo de nuevo.
problem-403 = No puedes hacer esto
problem-403-next = Tu rol en esta cuenta no permite esta acción. Pide acceso a quien administra la cuenta.
elsewhere = El envío no vino de la dirección de este Farol
elsewhere-next = No se cambió nada. Abre Farol en { $address } e inténtalo de nuevo allí.
problem-404 = Esta dirección no existe
problem-404-next = El elemento puede haberse eliminado, o pertenece a otra cuenta.
problem-500 = No se pudo hacer esta página
problem-500-next = Lo que envió Meta está guardado y sigue llegando. Inténtalo de nuevo; si continúa, informa la referencia al soporte.
problem-503 = No se pudo hacer esta página ahora
problem-503-next = Lo que envió Meta está guardado. Inténtalo de nuevo en unos segundos.
problem-reference = Referencia
go-overview = Ir al Resumen

restored = Restaurado de una copia de seguridad
restored-about = Lo que llegó entre { $from } y { $until } puede faltar aquí: mensajes, sus estados y lo que se cambió en Farol. Todo lo demás se leyó de nuevo de Meta.
unread-address = Esta dirección pide algo que Farol no entiende.
unread-address-next = La página muestra lo que mostraría sin eso.
