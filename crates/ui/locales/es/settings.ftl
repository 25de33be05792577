# Configuración.

settings-lead = Tu cuenta en Farol, tu contraseña y dónde tienes la sesión abierta.
your-account = Tu cuenta
person-name = Nombre
tenant-name = Empresa
role = Rol
role-owner = Propietario
role-owner-about = Ves todo, conectas números, editas perfiles y respondes por la cuenta.
role-admin = Administrador
role-admin-about = Ves todo, conectas números y editas perfiles.
role-operator = Operador
role-operator-about = Ves todo, consultas números y editas perfiles.
role-viewer = Lector
role-viewer-about = Ves todo y no cambias nada.
language-chosen = Elegido por ti: vale en cualquier navegador.
language-of-browser = Ninguno elegido: Farol sigue el idioma del navegador.

password-lead = Cambiar la contraseña cierra tus otras sesiones.
password-none = Aún no tienes contraseña: entraste por un enlace. Define una para entrar sin él.
password-current = Contraseña actual
password-new = Nueva contraseña
password-again = Repite la nueva contraseña
password-hint = De 12 a 200 caracteres. Una frase larga es más fuerte que los símbolos.
password-change = Cambiar la contraseña
password-set = Definir la contraseña
password-done = Contraseña cambiada.
password-done-next = Tus otras sesiones se cerraron; esta sigue abierta.
password-is-wrong = La contraseña actual no coincide.
password-is-wrong-next = No se cambió nada. Revísala e inténtalo de nuevo.
password-too-short = La nueva contraseña es demasiado corta.
password-too-short-next = { $n ->
    [one] Necesita al menos { $count } carácter. No se cambió nada.
   *[other] Necesita al menos { $count } caracteres. No se cambió nada.
}
password-too-long = La nueva contraseña es demasiado larga.
password-too-long-next = { $n ->
    [one] Puede tener como máximo { $count } carácter. No se cambió nada.
   *[other] Puede tener como máximo { $count } caracteres. No se cambió nada.
}
password-differs = Las dos nuevas contraseñas son diferentes.
password-differs-next = No se cambió nada. Escribe la misma las dos veces.
password-same = La nueva contraseña es igual a la actual.
password-same-next = No se cambió nada. Elige otra.
password-yours = La nueva contraseña es tu correo o tu nombre.
password-yours-next = No se cambió nada. Es lo primero que se prueba: elige otra.
password-too-many-next = No se cambió nada. Espera { $wait } e inténtalo de nuevo.

sessions = Sesiones
sessions-lead = Cada navegador en el que entraste. Una sesión termina después de 12 horas.
session-unnamed = Navegador no informado
session-current = esta sesión
session-opened = Abierta
session-seen = Último uso
session-ends = Termina
session-ends-in = en { $span }
session-end = Cerrar
sessions-end-others = Cerrar las otras
sessions-end-others-about = Solo esta sesión sigue abierta.

the-installation = Instalación
the-installation-lead = Cómo está configurado este Farol. Solo quien administra la instalación ve esta parte; los secretos nunca se muestran.
installation-demo = Un emulador hace las veces de Meta: nada de aquí llega a Meta.
setting = Ajuste
setting-value = Valor
set = configurado
not-set = no configurado
every = cada { $span }
quota-percent = hasta { $percent }% de lo que Meta concede
set-meta = Meta
set-reading = Consultas y dirección
set-mail = Servidor de correo
set-kept = Cuánto tiempo se guardan los datos
set-graph = Dirección de la API de Graph
set-graph-version = Versión de la API de Graph
set-app = ID de la app en Meta
set-app-secret = Secreto de la app
set-config = ID de configuración del inicio de sesión
set-sdk = SDK de JavaScript
set-origins = Orígenes aceptados de la ventana de inicio de sesión
set-webhooks = Ruta de los webhooks
set-verify-token = Token de verificación de los webhooks
set-unread = Partes de webhooks que no se pudieron leer
set-numbers = Consulta de números y salud
set-accounts = Consulta de WABA, Business Manager y app
set-profiles = Consulta de perfiles
set-quota = Cuota de consultas
set-zone = Zona horaria
set-version = Versión de Farol
set-base = Dirección de este Farol, a la que llevan los correos
set-mail-server = Servidor
set-mail-protection = Protección del camino
set-mail-from = Remitente
set-mail-user = Usuario
set-mail-password = Contraseña
mail-password-set = definida, nunca mostrada
mail-tls = TLS desde el inicio
mail-starttls = STARTTLS
mail-unprotected = ninguna, solo dentro de esta máquina
kept-about = Cada hora Farol borra lo que pasó del plazo.
kept-always = para siempre
kept-days = { $n ->
    [one] { $count } día
   *[other] { $count } días
}
kept-bodies = Webhooks como llegaron, una vez aplicados
kept-quarantined = Webhooks con partes que no se pudieron leer
kept-changes = Cambios
kept-evidence = Lo que respondió Meta, junto a cada cambio
kept-applied = Qué webhooks ya se aplicaron
kept-deliveries = Qué pasó con cada mensaje
kept-traffic = Tráfico de los números, por hora
kept-notices = Avisos, una vez resueltos
kept-mails = Registro de envíos
kept-quality = Calidad de cada día
