# Meta's errors. Access: token, permission, object, webhook address.

meta-error-0-what = A Meta não aceitou a identificação da chamada.
meta-error-0-means = A chamada foi sem token, ou com um token que a Meta não reconhece (AuthException). Nada foi lido nem enviado.
meta-error-0-steps =
    Se o erro vem do Farol, conecte a conta de novo em Conexão: o login traz um token novo.
    Se vem de um programa seu, envie o token no cabeçalho Authorization: Bearer.

meta-error-3-what = O app não tem a capacidade que a chamada pede.
meta-error-3-means = O app não tem acesso a este recurso na Meta, ou a permissão ainda está em análise. O número não perde nada por isso.
meta-error-3-steps =
    No painel do app na Meta, veja se whatsapp_business_management e whatsapp_business_messaging têm acesso avançado.
    Se a análise do app está em curso, espere a decisão; repetir a chamada não muda nada.

meta-error-10-what = O token não tem permissão para esta chamada.
meta-error-10-means = A pessoa que fez o login não concedeu a permissão, ou o cliente a retirou depois.
meta-error-10-steps =
    Leia na mensagem da Meta qual permissão falta.
    Peça a alguém com acesso ao Business Manager do cliente que faça o login de novo em Conexão e deixe todas as permissões marcadas.

meta-error-33-what = A Meta não encontra este número.
meta-error-33-means = O número foi excluído, ou o ID não existe. Os últimos valores lidos continuam à mostra no Farol, com a data.
meta-error-33-steps =
    Confira no Gerenciador do WhatsApp se o número ainda está na WABA.
    Se ele está em outra WABA, conecte essa WABA em Conexão.

meta-error-100-what = Um parâmetro da chamada não vale.
meta-error-100-means = Falta um campo, o valor tem outro formato, ou o campo não existe nesta versão da API. A mensagem da Meta diz qual; o subcódigo, quando vem, diz o motivo.
meta-error-100-steps =
    Procure na mensagem o nome do parâmetro e corrija-o.
    Se a mensagem fala de appsecret_proof, confira o segredo do app: o app exige essa prova.
    Se vem com subcódigo, procure o par, como 100/2388001.

meta-error-100-33-what = O objeto não existe, ou este token não o alcança.
meta-error-100-33-means = A Meta dá a mesma resposta a três casos: o ID não existe, o token não tem acesso a ele, ou ele não aceita esta operação. Não dá para saber qual só pela resposta.
meta-error-100-33-steps =
    Confira o ID no Gerenciador do WhatsApp: o ID do número não é o número de telefone.
    Se o ID está certo, o cliente pode ter retirado o acesso do app: peça um novo login em Conexão.

meta-error-100-36007-what = O código do login venceu.
meta-error-100-36007-means = O código que a janela da Meta devolve vale 30 segundos. Ele chegou tarde demais para ser trocado por um token.
meta-error-100-36007-steps =
    Faça o login de novo em Conexão; cada login traz um código novo.
    Se acontece sempre, confira o relógio e a saída para a internet do servidor do Farol.

meta-error-100-36008-what = O endereço de retorno do login não é o esperado.
meta-error-100-36008-means = O redirect_uri da troca do código difere do endereço que abriu o login. Com o código que vem da janela (SDK JavaScript), nenhum redirect_uri deve ser enviado.
meta-error-100-36008-steps =
    No painel do app, confira os domínios permitidos e os URIs de redirecionamento do OAuth válidos.
    Faça o login de novo: o código já não serve.

meta-error-100-36009-what = O código do login já foi usado.
meta-error-100-36009-means = Cada código serve uma só vez. Se o primeiro uso deu certo, o token existe e nada se perdeu.
meta-error-100-36009-steps =
    Veja em Conexão se a conta já aparece conectada.
    Se não aparece, faça o login de novo.

meta-error-190-what = O token não vale mais.
meta-error-190-means = A Meta recusa todas as chamadas com este token: leituras, envios e mudanças param. Os webhooks podem continuar chegando. O que já foi lido segue à mostra, com a data.
meta-error-190-steps =
    Peça a alguém com acesso ao Business Manager do cliente que faça o login de novo em Conexão.
    Se outro programa usa o mesmo token, troque-o lá também.

meta-error-190-458-what = O app foi removido pela pessoa ou pela empresa.
meta-error-190-458-means = Quem concedeu o acesso retirou o app das suas integrações; o token morreu com isso.
meta-error-190-458-steps =
    Confirme com o cliente se a remoção foi de propósito.
    Se não foi, faça o login de novo em Conexão.

meta-error-190-459-what = A Meta pede que a pessoa confirme a própria conta.
meta-error-190-459-means = A conta do Facebook de quem fez o login está numa verificação de segurança; até ela terminar, o token não é aceito.
meta-error-190-459-steps =
    Essa pessoa entra em facebook.com e conclui o que for pedido.
    Depois, faça o login de novo em Conexão.

meta-error-190-460-what = A senha do Facebook de quem fez o login mudou.
meta-error-190-460-means = Ao trocar a senha, ou por segurança, a Meta encerrou as sessões da pessoa, e com elas este token.
meta-error-190-460-steps =
    Faça o login de novo em Conexão, com a mesma pessoa ou outra que tenha acesso ao Business Manager.

meta-error-190-463-what = O token venceu.
meta-error-190-463-means = O token tinha um prazo, e ele acabou. Tokens temporários do painel da Meta duram 24 horas; os do login podem ter 60 dias ou nenhum prazo, conforme a configuração.
meta-error-190-463-steps =
    Faça o login de novo em Conexão: um token novo continua de onde parou.
    Para não repetir isso a cada 60 dias, use na Meta uma configuração de login cujo token não vence.

meta-error-190-467-what = O token foi invalidado.
meta-error-190-467-means = A pessoa saiu da conta, ou o token foi revogado. Ele não volta a valer.
meta-error-190-467-steps =
    Faça o login de novo em Conexão.
    Se ninguém revogou de propósito, troque também o segredo do app e os tokens guardados em outros lugares.

meta-error-200-299-what = Falta uma permissão ou o acesso a este item.
meta-error-200-299-means = O token não tem o escopo pedido, ou o usuário do sistema não foi atribuído a esta WABA. O código exato e a mensagem da Meta dizem qual permissão é.
meta-error-200-299-steps =
    No Business Manager do cliente, veja se o app ainda tem acesso à WABA.
    Faça o login de novo em Conexão, escolha a WABA certa e aceite todas as permissões.

meta-error-803-what = A Meta não conhece este ID.
meta-error-803-means = O ID ou nome pedido não existe. A documentação da Meta se contradiz: na prática um ID desconhecido costuma responder 100/33.
meta-error-803-steps =
    Confira o ID e a versão da API no endereço da chamada.

meta-error-2200-what = A Meta não conseguiu confirmar o endereço do webhook.
meta-error-2200-means = Antes de gravar o endereço, a Meta faz um GET nele e espera o desafio de volta. A resposta foi outra, ou não veio.
meta-error-2200-steps =
    Confira se o endereço é HTTPS, público e com certificado de uma autoridade reconhecida: a Meta não aceita certificado próprio.
    Confira se o token de verificação na Meta é o mesmo da configuração do Farol.
    Grave de novo no painel do app.

meta-error-131005-what = Acesso negado a este número ou conta.
meta-error-131005-means = O token não tem, ou perdeu, a permissão de usar o número.
meta-error-131005-steps =
    Veja no Business Manager do cliente se o app ainda tem acesso à WABA deste número.
    Faça o login de novo em Conexão.
