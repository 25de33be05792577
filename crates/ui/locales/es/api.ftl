# What only the API says.
api-unauthenticated = La solicitud llegó sin sesión
api-unauthenticated-next = Entra en /login y envía la cookie de la sesión; una sesión termina después de 12 horas.
api-method = Esta dirección no acepta ese método
api-method-next = La cabecera Allow dice los métodos que acepta.
api-parameter = Un parámetro no se pudo entender
api-parameter-next = Comprueba nombre, tipo y límites en la descripción en /api/v1/openapi.json.
api-not-a-form-next = Envía un formulario (application/x-www-form-urlencoded) con signed_request, como hace Meta.
api-unavailable = La respuesta no se puede dar ahora
api-failed = La respuesta no se pudo dar
advice-connect = Conecta un número, o termina el registro de uno que espera.
