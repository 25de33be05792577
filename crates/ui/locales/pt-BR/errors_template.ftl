# Meta's errors. Templates and Flows.

meta-error-132000-what = O número de variáveis não bate com o modelo.
meta-error-132000-means = O envio trouxe mais ou menos valores do que o modelo tem. Acontece também quando a cópia local do modelo é antiga e ele mudou na Meta.
meta-error-132000-steps =
    Compare as variáveis com as do modelo no Gerenciador do WhatsApp, no mesmo idioma.
    Atualize a lista de modelos no programa que envia.

meta-error-132001-what = O modelo não existe neste idioma.
meta-error-132001-means = A Meta não acha um modelo aprovado com este nome e idioma nesta WABA.
meta-error-132001-steps =
    Confira nome e idioma: pt_BR e pt são diferentes.
    Veja se o modelo está aprovado e se é da mesma WABA do número.

meta-error-132005-what = O texto ficou longo demais com as variáveis preenchidas.
meta-error-132005-means = O modelo cabe, mas com estes valores passa do tamanho que a Meta aceita.
meta-error-132005-steps =
    Encurte os valores das variáveis.

meta-error-132007-what = O conteúdo do modelo viola uma política.
meta-error-132007-means = A Meta recusou o texto ou as variáveis deste envio.
meta-error-132007-steps =
    Leia no details o que foi recusado.
    Mude o conteúdo, ou conteste no Gerenciador do WhatsApp.

meta-error-132008-what = A Meta recusou a mensagem de modelo.
meta-error-132008-means = É um erro de modelo que a documentação lida pelo Farol não descreve; vale o que o details da Meta diz.
meta-error-132008-steps =
    Leia o details e compare o envio com o modelo no Gerenciador do WhatsApp.

meta-error-132012-what = Uma variável tem outro formato do que o modelo pede.
meta-error-132012-means = Por exemplo, texto onde o modelo tem imagem, ou variável por nome onde ele usa posição.
meta-error-132012-steps =
    Compare os componentes do envio com os do modelo e corrija o que o details cita.

meta-error-132015-what = O modelo está pausado.
meta-error-132015-means = A Meta pausa um modelo de qualidade baixa: 3 horas, depois 6, e na terceira vez o desativa. O mesmo código vem quando a Meta retém um lote para avaliar a qualidade e o descarta. O limite não é gasto por isso.
meta-error-132015-steps =
    Pare as campanhas com este modelo.
    Mude o texto ou o público: bloqueios e denúncias derrubam a qualidade.
    Espere o fim da pausa, que o Farol mostra em Atividade, ou use outro modelo.

meta-error-132016-what = O modelo foi desativado.
meta-error-132016-means = Ele foi pausado vezes demais por baixa qualidade e não volta.
meta-error-132016-steps =
    Crie outro modelo, com outro conteúdo, e espere a aprovação.

meta-error-132068-what = O fluxo (Flow) do modelo está bloqueado.
meta-error-132068-means = A Meta não envia mensagens com este Flow enquanto ele estiver bloqueado.
meta-error-132068-steps =
    No Gerenciador do WhatsApp, abra o Flow e corrija o que ele aponta.

meta-error-132069-what = O fluxo (Flow) do modelo está limitado.
meta-error-132069-means = A Meta deixa passar poucos envios deste Flow por hora, em geral por erros do endereço que o atende.
meta-error-132069-steps =
    Corrija o endereço do Flow e espere a Meta soltar o limite.

meta-error-200005-200007-what = A análise de modelos ainda não foi ligada.
meta-error-200005-200007-means = A Meta só conta os números dos modelos depois que a WABA confirma isso uma vez; a confirmação não tem volta.
meta-error-200005-200007-steps =
    Confirme no Gerenciador do WhatsApp, em Insights, ou com is_enabled_for_insights=true na WABA.
