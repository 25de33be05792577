# Meta's errors. Registration, verification, onboarding.

meta-error-133000-what = Una baja anterior del registro no terminó.
meta-error-133000-means = El número todavía está saliendo del registro anterior. Mientras tanto, no se puede registrar.
meta-error-133000-steps =
    Durante un inicio de sesión, Farol vuelve a intentarlo solo.
    Fuera de él, espera unos minutos, da de baja de nuevo y después registra.

meta-error-133004-what = El servidor de registro de Meta no respondió.
meta-error-133004-means = Es pasajero. El número sigue como estaba.
meta-error-133004-steps =
    Durante un inicio de sesión, Farol vuelve a intentarlo solo; cada intento cuenta para los diez en 72 horas.

meta-error-133005-what = El PIN no es el del número.
meta-error-133005-means = El número ya tiene un PIN de verificación en dos pasos, y el PIN dado es otro. El número sigue como estaba.
meta-error-133005-steps =
    Pregunta el PIN a quien usó el número antes; introdúcelo en Conexión.
    Si nadie lo sabe, cambia el PIN en el Administrador de WhatsApp, en Verificación en dos pasos.
    No adivines: muchos errores bloquean los intentos (133008), y cada uno cuenta para los diez en 72 horas (133016).

meta-error-133006-what = Hay que probar de nuevo que el número es tuyo.
meta-error-133006-means = La prueba de posesión del número no se hizo o venció. Sin ella, Meta no registra.
meta-error-133006-steps =
    Pide un código por SMS o llamada en Conexión; alguien debe tener el teléfono a mano.
    Introduce el código, sin el guion; Farol registra a continuación.

meta-error-133008-what = El PIN se falló demasiadas veces.
meta-error-133008-means = Meta bloqueó los intentos de PIN de este número por un tiempo que la documentación no dice. Lo que el número ya hace no cambia.
meta-error-133008-steps =
    Deja de intentarlo y consigue el PIN correcto de quien usó el número antes.
    O cambia el PIN en el Administrador de WhatsApp; después introdúcelo una vez en Conexión.

meta-error-133009-what = Los intentos de PIN fueron demasiado rápidos.
meta-error-133009-means = Meta pide una pausa entre un intento y otro.
meta-error-133009-steps =
    Espera unos minutos y asegúrate del PIN antes del próximo intento.

meta-error-133010-what = El número no está registrado en la API de la nube.
meta-error-133010-means = Sin registro el número no envía ni recibe por la API.
meta-error-133010-steps =
    Inicia sesión en Conexión y elige este número: Farol lo registra con su PIN.
    Si pasaron 14 días desde el inicio de sesión, el plazo para registrar terminó: hace falta uno nuevo.

meta-error-133015-what = El número se eliminó hace poco.
meta-error-133015-means = Meta pide 5 minutos entre la eliminación y un nuevo registro.
meta-error-133015-steps =
    Durante un inicio de sesión no hace falta actuar: Farol fija el próximo intento.

meta-error-133016-what = Demasiados registros de este número en 72 horas.
meta-error-133016-means = Meta acepta, por número, 10 registros y 10 bajas en 72 horas, contando los fallidos. Intentarlo antes no sirve.
meta-error-133016-steps =
    Durante un inicio de sesión no hace falta actuar: Farol cuenta los intentos y registra cuando Meta vuelva a aceptarlo.
    Mientras tanto, resuelve lo que hizo fallar los anteriores, en general el PIN (133005).

meta-error-136024-what = Meta no envió el código de verificación.
meta-error-136024-means = Falló la petición del código; el subcódigo o el mensaje dicen por qué. Tras muchas peticiones la espera es de unas 12 horas.
meta-error-136024-steps =
    Prueba por el otro medio: llamada en vez de SMS, o al revés.
    Comprueba que el número reciba SMS o llamadas del exterior.

meta-error-136025-what = El código de verificación no es el correcto.
meta-error-136025-means = El código dado no es el que envió Meta, o venció.
meta-error-136025-steps =
    Comprueba los seis dígitos del último mensaje, sin el guion.
    Si venció, pide otro código en Conexión.

meta-error-100-2388001-what = Meta todavía no confirmó la posesión o el nombre del número.
meta-error-100-2388001-means = El nombre visible todavía se procesa (hay relatos de más de 7 días), la posesión no se confirmó o, en una migración, el número aún tiene la verificación en dos pasos con el proveedor anterior.
meta-error-100-2388001-steps =
    Si el nombre está en revisión, espera: durante un inicio de sesión Farol vuelve a intentarlo solo, antes si Meta avisa.
    Si el número viene de otro proveedor, pide que desactive la verificación en dos pasos.
    Si la posesión no se confirmó, pide un código nuevo en Conexión.

meta-error-100-2388012-what = El número ya está en una WABA.
meta-error-100-2388012-means = Un número solo puede estar en una WABA; este ya fue agregado.
meta-error-100-2388012-steps =
    Si es la WABA correcta, elige el número durante el inicio de sesión en vez de agregarlo.
    Si está en otra, elimínalo allí primero, o migra el número.

meta-error-100-2388091-what = Este número no puede recibir el código de verificación.
meta-error-100-2388091-means = Meta dice que el número no es elegible para el código; su texto da el motivo, si lo tiene.
meta-error-100-2388091-steps =
    Lee el mensaje de Meta: un número ya verificado, demasiadas peticiones o un número bloqueado piden salidas distintas.
    Tras muchas peticiones, espera unas 12 horas y pide una vez.

meta-error-100-2388093-what = Este número no puede recibir el código de verificación.
meta-error-100-2388093-means = Meta dice que el número no es elegible para el código; su texto da el motivo, si lo tiene.
meta-error-100-2388093-steps =
    Lee el mensaje de Meta: un número ya verificado, demasiadas peticiones o un número bloqueado piden salidas distintas.
    Tras muchas peticiones, espera unas 12 horas y pide una vez.

meta-error-100-2388103-what = El número no se puede migrar.
meta-error-100-2388103-means = Meta rechaza la migración por una de siete causas; solo su texto dice cuál.
meta-error-100-2388103-steps =
    Lee el mensaje de Meta y resuelve con el proveedor anterior la causa que cita.
    Comprueba que la verificación en dos pasos esté desactivada con el proveedor anterior.

meta-error-100-2494100-what = La cuenta está en mantenimiento en Meta.
meta-error-100-2494100-means = Meta está cambiando algo en la cuenta o el número; la petición no se realizó.
meta-error-100-2494100-steps =
    Espera unos minutos y vuelve a intentarlo.

meta-error-100-2593079-what = Meta rechazó este paso de la conexión.
meta-error-100-2593079-means = La documentación de Meta lista este subcódigo entre los errores de conexión, sin describirlo. Vale el texto que vino con él.
meta-error-100-2593079-steps =
    Lee el mensaje de Meta en Conexión y haz lo que pide.
    Si no ayuda, abre un caso con Meta e indica el fbtrace_id.

meta-error-100-2593085-what = Meta rechazó este paso de la conexión.
meta-error-100-2593085-means = La documentación de Meta lista este subcódigo entre los errores de conexión, sin describirlo. Vale el texto que vino con él.
meta-error-100-2593085-steps =
    Lee el mensaje de Meta en Conexión y haz lo que pide.
    Si no ayuda, abre un caso con Meta e indica el fbtrace_id.
