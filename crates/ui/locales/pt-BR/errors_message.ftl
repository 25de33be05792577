# Meta's errors. A message.

meta-error-130472-what = A pessoa está num experimento da Meta.
meta-error-130472-means = A Meta não entrega algumas mensagens de marketing a uma parte das pessoas, para medir o efeito. Não há nada de errado com o número nem com o modelo.
meta-error-130472-steps =
    Não repita esta mensagem.
    Se ela é importante, use outro canal ou espere a pessoa escrever.

meta-error-131008-what = Falta um parâmetro na mensagem.
meta-error-131008-means = A Meta recusou a mensagem antes de enviar; o campo details diz qual parâmetro falta.
meta-error-131008-steps =
    Acrescente o parâmetro e envie de novo.

meta-error-131009-what = Um valor da mensagem não é aceito.
meta-error-131009-means = O parâmetro existe, mas o valor não vale: um telefone mal escrito, um texto longo demais, um tipo trocado. O campo details diz qual.
meta-error-131009-steps =
    Corrija o valor que o details cita e envie de novo.
    Escreva telefones com + e o código do país.

meta-error-131021-what = O destinatário é o próprio número.
meta-error-131021-means = Um número não pode enviar mensagens para si mesmo.
meta-error-131021-steps =
    Troque o destinatário; para testar, use outro celular com WhatsApp.

meta-error-131026-what = A mensagem não pôde ser entregue a esta pessoa.
meta-error-131026-means = A Meta não diz o motivo, para proteger a pessoa. O número dela pode não ter WhatsApp, por exemplo, ou estar escrito errado.
meta-error-131026-steps =
    Confira o número; no Brasil, com e sem o nono dígito.
    Pergunte por outro canal se a pessoa usa WhatsApp e peça que ela escreva primeiro.
    Se falha sempre, tire o número da lista: insistir não ajuda.

meta-error-131030-what = O destinatário não está na lista do número de teste.
meta-error-131030-means = Números de teste só enviam para os telefones cadastrados na Meta.
meta-error-131030-steps =
    No painel do app, acrescente e confirme o telefone do destinatário.
    Para enviar a qualquer pessoa, conecte um número de verdade.

meta-error-131047-what = Passaram mais de 24 horas desde a última mensagem da pessoa.
meta-error-131047-means = Fora da janela de atendimento só um modelo aprovado é entregue. A Meta aceita o envio e avisa da falha depois, por webhook.
meta-error-131047-steps =
    Envie um modelo aprovado.
    Quando a pessoa responder, a janela abre por 24 horas e aceita qualquer tipo de mensagem.

meta-error-131049-what = A Meta não entregou, para não cansar a pessoa.
meta-error-131049-means = A Meta limita quantas mensagens de marketing cada pessoa recebe, de todas as empresas juntas. O número não foi punido. Números dos Estados Unidos (+1) não recebem marketing desde 1º de abril de 2025.
meta-error-131049-steps =
    Espere pelo menos 24 horas antes de enviar marketing a esta pessoa de novo.
    Mensagens de utilidade e respostas a quem escreveu não são afetadas.

meta-error-131050-what = A pessoa não quer mais marketing desta empresa.
meta-error-131050-means = Ela parou as mensagens de marketing no WhatsApp. A escolha é dela e vale até que ela a desfaça.
meta-error-131050-steps =
    Tire a pessoa das listas de marketing.
    Não procure outro número seu para enviar: a escolha vale para a empresa.

meta-error-131051-what = Este tipo de mensagem não é aceito.
meta-error-131051-means = No envio: o type não existe ou não serve aqui. Numa mensagem recebida: a pessoa mandou algo que a API não repassa, como uma enquete; o conteúdo não chega.
meta-error-131051-steps =
    No envio, corrija o campo type.
    No recebimento, peça à pessoa que escreva em texto.

meta-error-131052-what = A Meta não conseguiu baixar a mídia.
meta-error-131052-means = O arquivo do link não respondeu, pede login ou tem um tipo que a Meta não aceita. A mensagem não foi enviada.
meta-error-131052-steps =
    Abra o link numa janela anônima: ele precisa responder sem login.
    Confira o tamanho: imagem até 5 MB, áudio e vídeo até 16 MB, documento até 100 MB.
    Ou envie o arquivo à Meta antes e use o id dele.

meta-error-131053-what = A Meta não aceitou o arquivo enviado.
meta-error-131053-means = O envio da mídia falhou: o tipo não confere com o conteúdo, o arquivo é grande demais ou está corrompido.
meta-error-131053-steps =
    Confira o tipo declarado e o conteúdo: imagens JPEG ou PNG de 8 bits, figurinhas em WebP.
    Confira o tamanho: imagem até 5 MB, áudio e vídeo até 16 MB, documento até 100 MB, figurinha até 100 KB (animada 500 KB).

meta-error-131055-what = A API de marketing não aceita este método.
meta-error-131055-means = A chamada foi a marketing_messages com algo que só o envio comum aceita; lá só vão modelos.
meta-error-131055-steps =
    Envie por messages, ou mande um modelo de marketing.

meta-error-131059-what = O cursor da página não vale.
meta-error-131059-means = A lista de modelos ou grupos foi pedida com um after ou before que a Meta não reconhece, desde a v24.
meta-error-131059-steps =
    Comece a lista de novo, sem cursor, e use só os cursores que ela devolve.

meta-error-131062-what = Esta mensagem exige o telefone da pessoa.
meta-error-131062-means = O destinatário foi dado pelo ID de usuário (BSUID), e modelos de autenticação só vão para um telefone.
meta-error-131062-steps =
    Peça o telefone com o botão REQUEST_CONTACT_INFO e envie para ele.

meta-error-131063-what = O marketing está desligado na API de Nuvem para esta conta.
meta-error-131063-means = A WABA tem disable_marketing_messages_on_cloud_api: modelos de marketing não saem pelo envio comum.
meta-error-131063-steps =
    Envie por marketing_messages, ou desligue essa configuração na WABA.

meta-error-137000-what = A identidade da pessoa mudou.
meta-error-137000-means = A mensagem levava a chave de identidade de antes, e a atual é outra: a pessoa pode ter trocado de aparelho ou o número pode ter novo dono.
meta-error-137000-steps =
    Confirme que ainda é a mesma pessoa antes de mandar algo sigiloso.
    Envie de novo com a chave nova, que vem nos webhooks (identity_key_hash).
