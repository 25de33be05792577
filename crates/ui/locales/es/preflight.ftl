# Comprobación de la instalación: cada ajuste, cómo está, por qué, y dónde se ajusta.

preflight-title = Comprobación de la instalación
preflight-lead = Lo que un inicio de sesión necesita que esté bien en esta instalación. Mirar no cambia nada.
preflight-entry = Comprobar la instalación
preflight-again = Comprobar de nuevo
preflight-at = Mirado a las { $time }.
preflight-computed = El juicio es de Farol; lo que respondió Meta está citado.
preflight-checks = Ajustes
preflight-where = Dónde:
preflight-sum-good = No falta nada para iniciar sesión.
preflight-sum-unknown = { $n ->
    [one] No se pudo revisar { $count } ajuste.
   *[other] No se pudieron revisar { $count } ajustes.
}
preflight-sum-doubtful = { $n ->
    [one] { $count } ajuste pide una mirada.
   *[other] { $count } ajustes piden una mirada.
}
preflight-sum-defect = { $n ->
    [one] { $count } ajuste impide que algo funcione.
   *[other] { $count } ajustes impiden que algo funcione.
}
preflight-state-good = correcto
preflight-state-defect = con defecto
preflight-state-doubtful = en duda
preflight-state-not-checked = sin comprobar

preflight-any-fine = Está como debe.
preflight-any-not-set = No se indicó.
preflight-any-demo = En la demostración, Farol mismo se ocupa de esto.
preflight-any-unanswered = No hubo respuesta; intenta de nuevo.
preflight-any-refused = La pregunta de Farol fue rechazada, con estas palabras.
preflight-any-waits = Depende de otro ajuste, que va antes.

preflight-base-url = Dirección de la consola
preflight-base-url-fine = Meta y las personas la alcanzan, hasta donde dice su nombre.
preflight-base-url-plain = Es HTTP sin protección: Meta solo envía webhooks por HTTPS.
preflight-base-url-local = Solo esta máquina la alcanza: Meta no puede enviar webhooks.
preflight-base-url-private = Es de una red interna: Meta no puede enviar webhooks.
preflight-base-url-where = En el archivo de configuración, con la dirección pública de tu proxy, que empieza con https://.
preflight-app = App de Meta y su secreto
preflight-app-fine = Meta dio un token para este ID y este secreto.
preflight-app-refused = Meta no acepta este ID con este secreto.
preflight-app-unanswered = Meta no respondió: no se puede decir si ID y secreto combinan.
preflight-app-where = En developers.facebook.com, tu app, Configuración, Básica; después en el archivo de configuración.
preflight-config = Configuración del inicio de sesión
preflight-config-not-set = Sin ella, el botón Iniciar sesión con Facebook no aparece.
preflight-config-unreadable = Está indicada. Meta no deja leer si existe: si la ventana se abre con un error, es ella.
preflight-config-where = En la app de Meta, Inicio de sesión con Facebook para empresas, Configuraciones; el ID va en el archivo de configuración.
preflight-domains = Dominio permitido para el inicio de sesión
preflight-domains-unreadable = Meta no deja leer esto: si la ventana no se abre o se cierra vacía, comprueba a mano esta dirección.
preflight-domains-where = En la app de Meta, Inicio de sesión con Facebook para empresas, Configuración: dominios permitidos para el SDK de JavaScript y URI de redireccionamiento. Activa también el inicio de sesión por cliente, por la web y con el SDK de JavaScript.
preflight-verify-token = Token de verificación
preflight-verify-token-fine = La dirección de la consola responde bien a lo que Meta pregunta.
preflight-verify-token-short = Es corto, fácil de adivinar.
preflight-verify-token-wrong = Otra cosa respondió en la dirección de la consola: la pregunta de Meta no llega a este Farol.
preflight-verify-token-refused = La dirección de la consola rechaza la pregunta de Meta: otro programa, o el proxy, está delante.
preflight-verify-token-unanswered = Farol no alcanza su propia dirección. Desde fuera puede funcionar; compruébalo.
preflight-verify-token-where = En el archivo que nombra la configuración; y en el proxy, para que la ruta de los webhooks llegue a Farol.
preflight-callback = Webhook de la app
preflight-callback-fine = Meta envía los eventos de la app a este Farol.
preflight-callback-not-set = Meta no envía los eventos de la app a ninguna parte. Farol lo pide solo, en cuanto Meta alcanza la dirección.
preflight-callback-elsewhere = Meta envía los eventos de la app a la primera dirección, de otro programa, y no a la segunda, que es de este Farol. Farol no la toma por sí solo: cada login desvía solo su número.
preflight-callback-moved = Meta todavía envía a la dirección que este Farol tenía. La cambia por sí solo en cuanto Meta alcance la nueva.
preflight-callback-inactive = Meta tiene la dirección, pero no envía.
preflight-callback-where = Farol la ajusta por sí solo cuando nadie la tiene. La de otro programa solo se cambia con tu palabra; o dale a Farol una app propia: en la app de Meta, WhatsApp, Configuración.
preflight-callback-decide = Ver qué se cambiaría
preflight-fields = Campos suscritos
preflight-fields-fine = Todos los campos que Farol lee están suscritos.
preflight-fields-missing = Faltan campos: lo que ellos avisan no llega.
preflight-fields-where = Farol los suscribe por sí solo, en una hora como mucho, mientras el webhook de la app sea suyo. Si es de otro programa, márcalos en la app de Meta, WhatsApp, Configuración, Campos del webhook.
preflight-sdk = SDK y orígenes de la ventana
preflight-sdk-not-set = Sin el SDK, la ventana de Meta no se abre.
preflight-sdk-missing = No se indicó ningún origen: no se oye nada de lo que dice la ventana.
preflight-sdk-mixed = Una parte es de Meta y otra no: lo que diga la ventana puede no oírse, o ser de otro.
preflight-sdk-where = En el archivo de configuración. Sin estas líneas valen las direcciones de Meta.
preflight-graph-version = Versión de la Graph API
preflight-graph-version-fine = Es actual.
preflight-graph-version-too-old = Es demasiado antigua: solo desde la v24.0 dice Meta el límite del portafolio.
preflight-graph-version-aging = Meta suele cerrar una versión dos años después de lanzarla, y esta se acerca a eso.
preflight-graph-version-ended = Se lanzó hace más de dos años: Meta puede haberla cerrado.
preflight-graph-version-newer = Es más nueva de lo que este Farol conoce: puede funcionar, y no se comprobó.
preflight-graph-version-where = En el archivo de configuración. Sin la línea vale la versión para la que se hizo este Farol.
preflight-key-file = Archivo de la clave
preflight-key-file-fine = La clave está fuera de la carpeta de datos.
preflight-key-file-inside = La clave está dentro de la carpeta de datos: quien copia la carpeta se lleva las dos cosas.
preflight-key-file-where = Mueve el archivo fuera de la carpeta de datos y ajusta la configuración. Guarda una copia en otro lugar.
preflight-smtp = Servidor de correo
preflight-smtp-fine = El servidor responde y acepta el inicio de sesión.
preflight-smtp-not-set = Sin él no salen avisos, invitaciones ni enlaces de contraseña.
preflight-smtp-refused = El servidor rechazó, con estas palabras.
preflight-smtp-unanswered = El servidor no respondió: no sale ningún correo.
preflight-smtp-where = En la sección smtp del archivo de configuración.
preflight-proxies = Proxies de confianza
preflight-proxies-not-set = La dirección es HTTPS y no se confía en ningún proxy: todos parecen venir del mismo lugar, y los límites de intentos cuentan para todos juntos.
preflight-proxies-plain = Farol escucha más allá de esta máquina, sin HTTPS delante.
preflight-proxies-where = En el archivo de configuración, con la dirección del proxy.
preflight-time-zone = Zona horaria
preflight-time-zone-not-set = No se indicó: las horas de las páginas están en UTC.
preflight-time-zone-where = En el archivo de configuración, como America/Sao_Paulo.
preflight-support = Contacto de soporte
preflight-support-fine = Las personas ven a quién pedir ayuda.
preflight-support-not-set = Quien conecta no ve a quién pedir ayuda.
preflight-support-where = En el archivo de configuración: nombre, correo o página.
