# Desconectar una WABA.

disconnect-see = Desconectar…
disconnect-follow = Desconectándose…
disconnect-title = Desconectar esta WABA
disconnect-nothing = Nada: Farol no cambió nada en Meta para esta WABA que se pueda o deba deshacer.
disconnect-of-number = { $what }: { $name }
disconnect-forgets-callback = La dirección de webhooks propia y la clave secreta, si se conectó manualmente.
disconnect-ends-notices = Los avisos abiertos de esta WABA y de sus números terminan, y quedan en la lista con ese motivo.
disconnect-ends-logins = Un inicio de sesión de esta WABA que está en curso termina.
disconnect-keeps-registration = Los números siguen registrados en la Cloud API.
disconnect-keeps-pin = El PIN de la verificación en dos pasos queda en cada número, en Meta. Farol guarda el que conoce, cifrado, para una nueva conexión, y no se lo muestra a nadie: para registrar el número en otro lugar, cambia el PIN o desactívalo en el Administrador de WhatsApp.
disconnect-keeps-callback = El webhook de la app { $app } en Meta: mientras apunte a este Farol, llama a una dirección que ya no responde, también por otras WABAs de esa app. Cámbialo o quítalo en el panel de la app, en WhatsApp, Configuración.
disconnect-keeps-history = El registro de lo que cambió, los avisos y la auditoría.
disconnect-do = Desconectar
disconnect-changed = Lo que se desharía cambió desde que se abrió esta página, y no se hizo nada. Revisa de nuevo antes de confirmar.
disconnect-busy = Un inicio de sesión de esta WABA se está abandonando. No se hizo nada: inténtalo de nuevo cuando termine la limpieza.
disconnect-going = La WABA se está desconectando. Eso sigue solo, aunque cierres la página.
disconnect-not-yet = Meta no respondió como debía. Farol lo intenta de nuevo solo; hasta entonces la WABA sigue conectada.
disconnect-steps = Lo que se hace
disconnect-frees = Olvidar el token y lo que se leyó: la WABA queda libre
disconnect-freed-at = Hecho el { $time }.
disconnect-again = Ver cómo va
disconnect-done = La WABA fue desconectada.
disconnect-partly = La WABA fue desconectada, pero algo quedó en Meta.
disconnect-stays = Lo que queda
disconnect-left-about = Lo que Meta no dejó deshacer queda allí. Quien administra la WABA puede quitar la app en el Administrador de WhatsApp.
