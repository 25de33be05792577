# Números e limites: how the list is narrowed, sorted, paged and taken home.

filter-in-use = In use
filter-title = Filter
sort-title = Sort by
field-usage = 24 h usage
field-heard = Updated
list-about = What each word means
active-about = State Connected, Flagged or Restricted, whatever its health.
usage-about = Different recipients that this number reached outside service windows in the last 24 h, as far as Farol saw.
heard-about = When Meta last spoke of this number, by a read or a webhook.
export = Export this list
export-about = CSV for spreadsheets, JSON for programs; with the search and the filters.
pages = Pages
page-of = Page { $page } of { $pages }
page-previous = Previous page
page-next = Next page
numbers-shown-of-found = { $shown } of { $count } found, { $all } in all
misread-filter = There is no filter “{ $written }”: all numbers are shown.
misread-sort = There is no order “{ $written }”: the list is in its usual order.
misread-page = There is no page “{ $written }”: this is the first.
misread-send = “{ $written }” is not a number of recipients: write a whole number, such as 600.
