# What only the API says.
api-unauthenticated = O pedido veio sem sessão
api-unauthenticated-next = Entre em /login e envie o cookie da sessão; uma sessão termina depois de 12 horas.
api-method = Este endereço não aceita esse método
api-method-next = O cabeçalho Allow diz os métodos que ele aceita.
api-parameter = Um parâmetro não pôde ser entendido
api-parameter-next = Confira nome, tipo e limites na descrição em /api/v1/openapi.json.
api-not-a-form-next = Envie um formulário (application/x-www-form-urlencoded) com signed_request, como a Meta faz.
api-unavailable = A resposta não pôde ser feita agora
api-failed = A resposta não pôde ser feita
advice-connect = Conecte um número, ou conclua o registro de um que espera.
