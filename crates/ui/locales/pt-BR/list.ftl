# Números e limites: how the list is narrowed, sorted, paged and taken home.

filter-in-use = Em uso
filter-title = Filtrar
sort-title = Ordenar por
field-usage = Uso 24 h
field-heard = Atualizado
list-about = O que cada palavra quer dizer
active-about = Estado Conectado, Sinalizado ou Restrito, seja qual for a saúde.
usage-about = Destinatários diferentes que este número alcançou fora de janelas de atendimento nas últimas 24 h, que o Farol viu.
heard-about = Quando a Meta falou deste número pela última vez, por consulta ou por webhook.
export = Exportar esta lista
export-about = CSV para planilhas, JSON para programas; com a busca e os filtros.
pages = Páginas
page-of = Página { $page } de { $pages }
page-previous = Página anterior
page-next = Próxima página
numbers-shown-of-found = { $shown } de { $count } encontrados, { $all } ao todo
misread-filter = Não há o filtro “{ $written }”: são mostrados todos os números.
misread-sort = Não há a ordem “{ $written }”: a lista está na ordem de sempre.
misread-page = Não há a página “{ $written }”: esta é a primeira.
misread-send = “{ $written }” não é um número de destinatários: escreva um número inteiro, como 600.
