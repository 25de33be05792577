# Meta's errors. Access: token, permission, object, webhook address.

meta-error-0-what = Meta no aceptó la identificación de la llamada.
meta-error-0-means = La llamada fue sin token, o con uno que Meta no reconoce (AuthException). No se leyó ni se envió nada.
meta-error-0-steps =
    Si lo muestra Farol, conecta la cuenta de nuevo en Conexión: el inicio de sesión trae un token nuevo.
    Si viene de un programa tuyo, envía el token en la cabecera Authorization: Bearer.

meta-error-3-what = La app no tiene la capacidad que pide la llamada.
meta-error-3-means = Meta no dio esta capacidad a la app, o su permiso sigue en revisión. El número no pierde nada por ello.
meta-error-3-steps =
    En el panel de la app en Meta, comprueba si whatsapp_business_management y whatsapp_business_messaging tienen acceso avanzado.
    Si la revisión de la app está en curso, espera la decisión; repetir la llamada no cambia nada.

meta-error-10-what = El token no tiene permiso para esta llamada.
meta-error-10-means = La persona que inició sesión no concedió el permiso, o el cliente lo retiró después.
meta-error-10-steps =
    Lee en el mensaje de Meta qué permiso falta.
    Pide a alguien con acceso al Business Manager del cliente que inicie sesión de nuevo en Conexión y deje marcados todos los permisos.

meta-error-33-what = Meta no encuentra este número.
meta-error-33-means = El número fue eliminado, o el ID no existe. Los últimos valores leídos siguen a la vista en Farol, con su fecha.
meta-error-33-steps =
    Comprueba en el Administrador de WhatsApp si el número sigue en la WABA.
    Si está en otra WABA, conecta esa WABA en Conexión.

meta-error-100-what = Un parámetro de la llamada no es válido.
meta-error-100-means = Falta un campo, el valor tiene otro formato, o el campo no existe en esta versión de la API. El mensaje de Meta dice cuál; el subcódigo, si viene, da el motivo.
meta-error-100-steps =
    Busca en el mensaje el nombre del parámetro y corrígelo.
    Si el mensaje habla de appsecret_proof, comprueba el secreto de la app: la app exige esa prueba.
    Si viene con subcódigo, busca el par, como 100/2388001.

meta-error-100-33-what = El objeto no existe, o este token no lo alcanza.
meta-error-100-33-means = Meta da la misma respuesta a tres casos: el ID no existe, el token no tiene acceso, o no acepta esta operación. La respuesta sola no dice cuál.
meta-error-100-33-steps =
    Comprueba el ID en el Administrador de WhatsApp: el ID del número no es el teléfono.
    Si el ID es correcto, el cliente puede haber retirado el acceso de la app: pide un nuevo inicio de sesión en Conexión.

meta-error-100-36007-what = El código del inicio de sesión venció.
meta-error-100-36007-means = El código que devuelve la ventana de Meta vale 30 segundos. Llegó demasiado tarde para cambiarlo por un token.
meta-error-100-36007-steps =
    Inicia sesión de nuevo en Conexión; cada inicio trae un código nuevo.
    Si pasa siempre, comprueba el reloj y la salida a internet del servidor de Farol.

meta-error-100-36008-what = La dirección de retorno del inicio de sesión no es la esperada.
meta-error-100-36008-means = El redirect_uri del intercambio difiere de la dirección que abrió el inicio de sesión. Con el código de la ventana (SDK JavaScript) no se envía ningún redirect_uri.
meta-error-100-36008-steps =
    En el panel de la app, comprueba los dominios permitidos y los URI de redireccionamiento de OAuth válidos.
    Inicia sesión de nuevo: el código ya no sirve.

meta-error-100-36009-what = El código del inicio de sesión ya se usó.
meta-error-100-36009-means = Cada código sirve una sola vez. Si el primer uso funcionó, el token existe y no se perdió nada.
meta-error-100-36009-steps =
    Mira en Conexión si la cuenta ya aparece conectada.
    Si no aparece, inicia sesión de nuevo.

meta-error-190-what = El token ya no es válido.
meta-error-190-means = Meta rechaza todas las llamadas con este token: se detienen lecturas, envíos y cambios. Los webhooks pueden seguir llegando. Lo ya leído sigue a la vista, con su fecha.
meta-error-190-steps =
    Pide a alguien con acceso al Business Manager del cliente que inicie sesión de nuevo en Conexión.
    Si otro programa usa el mismo token, reemplázalo también allí.

meta-error-190-458-what = La persona o la empresa quitó la app.
meta-error-190-458-means = Quien concedió el acceso quitó la app de sus integraciones; el token murió con ello.
meta-error-190-458-steps =
    Confirma con el cliente si quiso quitarla.
    Si no, inicia sesión de nuevo en Conexión.

meta-error-190-459-what = Meta pide que la persona confirme su propia cuenta.
meta-error-190-459-means = La cuenta de Facebook de quien inició sesión está en una comprobación de seguridad; hasta que termine, el token no se acepta.
meta-error-190-459-steps =
    Esa persona entra en facebook.com y completa lo que se le pida.
    Después, inicia sesión de nuevo en Conexión.

meta-error-190-460-what = Cambió la contraseña de Facebook de quien inició sesión.
meta-error-190-460-means = Al cambiar la contraseña, o por seguridad, Meta cerró las sesiones de la persona, y con ellas este token.
meta-error-190-460-steps =
    Inicia sesión de nuevo en Conexión, con la misma persona u otra con acceso al Business Manager.

meta-error-190-463-what = El token venció.
meta-error-190-463-means = El token tenía un plazo, y terminó. Los tokens temporales del panel de Meta duran 24 horas; los del inicio de sesión, 60 días o sin plazo, según la configuración.
meta-error-190-463-steps =
    Inicia sesión de nuevo en Conexión: un token nuevo continúa donde este paró.
    Para no repetirlo cada 60 días, usa en Meta una configuración de inicio de sesión cuyo token no vence.

meta-error-190-467-what = El token fue invalidado.
meta-error-190-467-means = La persona cerró la sesión, o el token fue revocado. No volverá a valer.
meta-error-190-467-steps =
    Inicia sesión de nuevo en Conexión.
    Si nadie lo revocó a propósito, cambia también el secreto de la app y los tokens guardados en otros lugares.

meta-error-200-299-what = Falta un permiso o el acceso a este elemento.
meta-error-200-299-means = El token no tiene el permiso pedido, o el usuario del sistema no fue asignado a esta WABA. El código exacto y el mensaje de Meta dicen cuál.
meta-error-200-299-steps =
    En el Business Manager del cliente, comprueba si la app sigue teniendo acceso a la WABA.
    Inicia sesión de nuevo en Conexión, elige la WABA correcta y acepta todos los permisos.

meta-error-803-what = Meta no conoce este ID.
meta-error-803-means = El ID o alias pedido no existe. La documentación de Meta se contradice: en la práctica un ID desconocido suele responder 100/33.
meta-error-803-steps =
    Comprueba el ID y la versión de la API en la dirección de la llamada.

meta-error-2200-what = Meta no pudo confirmar la dirección del webhook.
meta-error-2200-means = Antes de guardar la dirección, Meta le envía un GET y espera el desafío de vuelta. La respuesta fue otra, o ninguna.
meta-error-2200-steps =
    Comprueba que la dirección sea HTTPS, pública y con certificado de una autoridad reconocida: Meta no acepta uno autofirmado.
    Comprueba que el token de verificación en Meta sea el de la configuración de Farol.
    Guárdalo de nuevo en el panel de la app.

meta-error-131005-what = Acceso denegado a este número o cuenta.
meta-error-131005-means = El token no tiene, o perdió, el permiso de usar el número.
meta-error-131005-steps =
    Mira en el Business Manager del cliente si la app sigue teniendo acceso a la WABA de este número.
    Inicia sesión de nuevo en Conexión.
