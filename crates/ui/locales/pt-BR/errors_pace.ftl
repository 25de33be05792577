# Meta's errors. Pace and limits.

meta-error-4-what = O app fez chamadas demais.
meta-error-4-means = O limite é do app inteiro, não de um número. Mensagens já aceitas não são afetadas; leituras ficam para depois.
meta-error-4-steps =
    Não é preciso agir: o Farol espera e lê de novo com menos pressa.
    Se volta sempre, veja que outro programa usa o mesmo app na Meta.

meta-error-17-what = Chamadas demais em nome deste usuário.
meta-error-17-means = O limite é do usuário cujo token foi usado. Leituras ficam para depois.
meta-error-17-steps =
    Não é preciso agir: o Farol espera e lê de novo.
    Se volta sempre, veja que outro programa usa o mesmo token.

meta-error-32-what = Chamadas demais à Meta.
meta-error-32-means = Um limite geral da Graph API foi atingido; a Meta pede para esperar.
meta-error-32-steps =
    Não é preciso agir: o Farol espera e lê de novo.

meta-error-341-what = O app chegou a um limite de uso da Meta.
meta-error-341-means = A Meta limita o app por um tempo. Mensagens já aceitas não são afetadas.
meta-error-341-steps =
    Não é preciso agir: o Farol espera e tenta de novo.

meta-error-613-what = Esta chamada foi feita vezes demais.
meta-error-613-means = A Meta tem um limite próprio para esta chamada, e ele foi atingido.
meta-error-613-steps =
    Não é preciso agir: o Farol espera e tenta de novo.

meta-error-80007-what = Chamadas de gestão demais para esta WABA.
meta-error-80007-means = A Meta aceita 200 chamadas de gestão por hora por app e WABA; 5.000 se a WABA tem ao menos um número registrado. Enviar mensagens não conta aqui.
meta-error-80007-steps =
    Não é preciso agir: o Farol usa só uma parte dessa cota e espera.
    Se volta sempre, outro programa usa o mesmo app e a mesma WABA: diminua as chamadas dele.

meta-error-80008-what = Chamadas de gestão demais para esta WABA.
meta-error-80008-means = A Meta aceita 200 chamadas de gestão por hora por app e WABA; 5.000 se a WABA tem ao menos um número registrado. Enviar mensagens não conta aqui.
meta-error-80008-steps =
    Não é preciso agir: o Farol usa só uma parte dessa cota e espera.
    Se volta sempre, outro programa usa o mesmo app e a mesma WABA: diminua as chamadas dele.

meta-error-130429-what = Mensagens demais por segundo neste número.
meta-error-130429-means = Cada número aceita 80 mensagens por segundo, contando as recebidas; 1.000 com vazão alta; 20 em coexistência. Esta mensagem não foi aceita.
meta-error-130429-steps =
    Diminua o ritmo do envio e repita com pausas crescentes.
    Reparta campanhas grandes por mais tempo.

meta-error-131048-what = A Meta limitou os envios deste número.
meta-error-131048-means = Muitos destinatários bloquearam ou denunciaram as mensagens, e a Meta restringe quantas o número pode enviar. Quem escreve ao número ainda pode ser respondido. A ajuda da Meta para este código fala também dos limites de mensagens: veja se o do portfólio acabou.
meta-error-131048-steps =
    Pare as campanhas deste número.
    Veja em Números e limites a qualidade, o limite e, se a Meta os der, os motivos.
    Volte aos poucos, só para quem pediu para receber.

meta-error-131056-what = Mensagens demais deste número para a mesma pessoa.
meta-error-131056-means = A Meta aceita, para cada pessoa, 1 mensagem a cada 6 segundos (600 por hora), com uma rajada de até 45. Só este par de número e pessoa está parado; os outros envios seguem.
meta-error-131056-steps =
    Espere e repita com pausas de 4 elevado ao número da tentativa, em segundos: 1, 4, 16, 64.
    Junte várias mensagens curtas numa só.

meta-error-131057-what = A conta está em manutenção na Meta.
meta-error-131057-means = Acontece, por exemplo, quando a vazão do número sobe: dura até um minuto, e nesse tempo nada é enviado.
meta-error-131057-steps =
    Espere um minuto e envie de novo.
    Se dura mais de uma hora, abra um caso com a Meta.

meta-error-131064-what = O limite acabou por causa de modelos com a categoria errada.
meta-error-131064-means = A conta chegou ao limite de mensagens que a Meta impõe depois de infrações na classificação de modelos, por exemplo marketing enviado como utilidade.
meta-error-131064-steps =
    No Gerenciador do WhatsApp, revise a categoria dos modelos, a começar pelos de utilidade.
    Espere o limite voltar; responder a quem escreveu nas últimas 24 horas continua permitido.
