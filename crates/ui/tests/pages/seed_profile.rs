//! The product's description of Perfil do WhatsApp, sentence by sentence.

use ui::Language;

use crate::html::{Tag, tags};
use crate::profiles::State;

/// "A aba Perfil do WhatsApp reúne as configurações de foto de perfil, status, e-mail e link do
/// número de telefone comercial."
#[test]
fn a_aba_perfil_do_whatsapp_reune_as_configuracoes_de_foto_de_perfil_status_e_mail_e_link_do_numero()
 {
    let page = State::Typical.page(Language::PtBr);
    assert!(page.contains("<h1>Perfil do WhatsApp</h1>"));
    for shown in [
        "Foto de perfil</b>",
        // Meta calls it about, the app Recado, the description status.
        "<label for=\"about\">Recado</label>",
        "O status do perfil: a linha sob o nome.",
        "<label for=\"email\">E-mail</label>",
        ">Links</h3>",
        "<label for=\"website-1\">Link 1</label>",
        ">Vendas · +55 11 95555-0142</option>",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    let tags = tags(&page);
    let marked = |field: &str| tags.iter().any(|tag| tag.get("data-field") == Some(field));
    assert!(["profile_picture_url", "about", "email", "websites"].into_iter().all(marked));
    // They are settings: text, e-mail and links can be written.
    let may_write = |tag: &&Tag| tag.get("readonly").is_none() && tag.get("disabled").is_none();
    for name in ["about", "email", "websites"] {
        let field = tags.iter().filter(|tag| tag.get("name") == Some(name)).find(may_write);
        assert!(field.is_some(), "{name}");
    }
    assert!(page.contains(">Salvar na Meta</button>"));
}

/// "Essas informações são exibidas para os seus contatos e contribuem para a identificação,
/// credibilidade e apresentação da sua empresa no WhatsApp."
#[test]
fn essas_informacoes_sao_exibidas_para_os_seus_contatos() {
    let page = State::Typical.page(Language::PtBr);
    let preview = page.split("<aside aria-label=\"Prévia do perfil\">").nth(1);
    let preview = preview.and_then(|rest| rest.split("</aside>").next()).expect("a preview");
    for shown in [
        "O que os seus contatos veem.",
        "src=\"/profile/106540352242101/photo?v=",
        "<b>Vendas</b>",
        "+55 11 95555-0142",
        "Compras e varejo",
        "Móveis de madeira brasileira, feitos para durar.",
        "Marcenaria e loja em São Paulo, Rio e Recife.",
        "Rua dos Ipês, 180, Pinheiros, São Paulo",
        "ola@casaipe.example",
        "https://casaipe.example",
        "Prévia do Farol. O desenho no aparelho pode variar.",
    ] {
        assert!(preview.contains(shown), "{shown}");
    }
}
