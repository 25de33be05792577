//! The popup's words in its three languages, and which of them a browser asks for.

use http::{HeaderMap, header};

use super::session::{Step, Wrong};
use super::trouble::Trouble;

/// Everything that the popup says.
pub struct Words {
    /// As `<html lang>` has it.
    pub lang: &'static str,
    pub simulated: &'static str,
    pub step_of: fn(usize, usize) -> String,
    titles: [&'static str; 7],
    pub permissions: [&'static str; 2],
    pub permissions_of: fn(&str) -> String,
    pub new_business: &'static str,
    pub business_name: &'static str,
    pub new_waba: &'static str,
    pub waba_name: &'static str,
    pub new_number: &'static str,
    pub app_number: &'static str,
    /// Beside what can't be chosen.
    pub greyed: &'static str,
    pub phone: &'static str,
    pub registered: &'static str,
    pub unregistered: &'static str,
    pub display_name: &'static str,
    pub display_name_hint: &'static str,
    pub sms: &'static str,
    pub app_pairing: &'static str,
    pub code: &'static str,
    pub business: &'static str,
    pub waba: &'static str,
    pub number: &'static str,
    pub unverified: &'static str,
    pub next: &'static str,
    pub finish: &'static str,
    pub finish_without_number: &'static str,
    pub later: &'static str,
    pub cancel: &'static str,
    pub report: &'static str,
    pub done: &'static str,
    pub gone: &'static str,
    pub closing: &'static str,
    pub told: &'static str,
    pub nothing_chosen: &'static str,
    pub no_name: &'static str,
    pub bad_phone: &'static str,
    pub phone_taken: &'static str,
    pub bad_code: &'static str,
    pub two_step_on: &'static str,
    /// In the order of [`Trouble::ALL`].
    troubles: [&'static str; 8],
    pub refused: &'static str,
}

impl Words {
    pub fn title(&self, step: Step) -> &'static str {
        let [permissions, business, waba, number, name, code, confirm] = self.titles;
        match step {
            Step::Permissions => permissions,
            Step::Business => business,
            Step::Waba => waba,
            Step::Number => number,
            Step::Name => name,
            Step::Code => code,
            Step::Confirm => confirm,
        }
    }

    pub fn wrong(&self, wrong: Wrong) -> &'static str {
        match wrong {
            Wrong::NothingChosen => self.nothing_chosen,
            Wrong::NoName => self.no_name,
            Wrong::BadPhone => self.bad_phone,
            Wrong::PhoneTaken => self.phone_taken,
            Wrong::BadCode => self.bad_code,
            Wrong::TwoStepOn => self.two_step_on,
            Wrong::Refused(trouble) => {
                let place = Trouble::ALL.iter().position(|known| *known == trouble);
                self.troubles[place.unwrap_or(0)]
            }
        }
    }
}

/// The best of the three that `Accept-Language` names; Portuguese when it names none.
pub fn of(headers: &HeaderMap) -> &'static Words {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut ranges: Vec<(&str, f32)> = wanted
        .split(',')
        .map(|range| {
            let (name, quality) = range.split_once(";q=").unwrap_or((range, "1"));
            (name.trim(), quality.trim().parse().unwrap_or(0.0))
        })
        .collect();
    ranges.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranges
        .into_iter()
        .filter(|(_, quality)| *quality > 0.0)
        .find_map(|(name, _)| {
            let primary = name.split('-').next().unwrap_or_default().to_ascii_lowercase();
            [&PT, &EN, &ES].into_iter().find(|words| words.lang[..2] == primary)
        })
        .unwrap_or(&PT)
}

static PT: Words = Words {
    lang: "pt-BR",
    simulated: "Simulação: nada aqui chega à Meta nem a pessoas reais.",
    step_of: |nth, of| format!("Etapa {nth} de {of}"),
    titles: [
        "Permitir acesso",
        "Portfólio empresarial",
        "Conta do WhatsApp Business",
        "Número de telefone",
        "Nome de exibição",
        "Verificar o número",
        "Conferir e concluir",
    ],
    permissions: ["Gerenciar as contas do WhatsApp", "Enviar e receber mensagens"],
    permissions_of: |app| format!("{app} pede para:"),
    new_business: "Criar um portfólio",
    business_name: "Nome da empresa",
    new_waba: "Criar uma conta do WhatsApp Business",
    waba_name: "Nome da conta",
    new_number: "Usar um número novo",
    app_number: "Conectar um número do app WhatsApp Business",
    greyed: "Já vinculado ao login de outro provedor",
    phone: "Telefone, com + e código do país",
    registered: "já registrado",
    unregistered: "ainda sem registro",
    display_name: "Nome de exibição",
    display_name_hint: "Os clientes veem este nome. Ele passa por análise.",
    sms: "SMS simulado:",
    app_pairing: "Código de pareamento simulado, mostrado no app:",
    code: "Código de verificação",
    business: "Portfólio",
    waba: "Conta",
    number: "Número",
    unverified: "sem verificação",
    next: "Avançar",
    finish: "Concluir",
    finish_without_number: "Concluir sem número",
    later: "Verificar depois",
    cancel: "Cancelar",
    report: "Relatar um erro",
    done: "Tudo pronto",
    gone: "Esta janela foi encerrada",
    closing: "Você já pode fechar esta janela.",
    told: "O que foi enviado à página",
    nothing_chosen: "Escolha uma das opções.",
    no_name: "Informe um nome.",
    bad_phone: "Informe o telefone com + e código do país, por exemplo +55 11 95555-0100.",
    phone_taken: "Este número já está em uma conta do WhatsApp Business.",
    bad_code: "O código não confere.",
    two_step_on: "Este número está em outra conta com a confirmação em duas etapas ativa. Peça ao provedor atual que a desative e tente de novo.",
    troubles: [
        "Sua conta do Facebook é muito recente para criar um portfólio. Tente mais tarde.",
        "Você atingiu o limite de portfólios que pode criar por enquanto.",
        "Este portfólio atingiu o limite de contas do WhatsApp. Verifique a empresa para ter mais.",
        "Este portfólio atingiu o número máximo de telefones.",
        "Este número está bloqueado no WhatsApp.",
        "Este número já está no WhatsApp. Exclua a conta no app, espere até 3 minutos e tente de novo.",
        "O nome de exibição viola as diretrizes do WhatsApp. Edite o nome e tente de novo.",
        "Você pediu o código vezes demais. Tente de novo em 12 horas.",
    ],
    refused: "Não foi possível abrir o login",
};

static EN: Words = Words {
    lang: "en",
    simulated: "Simulation: nothing here reaches Meta or real people.",
    step_of: |nth, of| format!("Step {nth} of {of}"),
    titles: [
        "Allow access",
        "Business portfolio",
        "WhatsApp Business account",
        "Phone number",
        "Display name",
        "Verify the number",
        "Review and finish",
    ],
    permissions: ["Manage WhatsApp accounts", "Send and receive messages"],
    permissions_of: |app| format!("{app} asks to:"),
    new_business: "Create a portfolio",
    business_name: "Business name",
    new_waba: "Create a WhatsApp Business account",
    waba_name: "Account name",
    new_number: "Use a new number",
    app_number: "Connect a number of the WhatsApp Business app",
    greyed: "Already linked to another provider's login",
    phone: "Phone number, with + and country code",
    registered: "registered",
    unregistered: "not registered yet",
    display_name: "Display name",
    display_name_hint: "Customers see this name. It is reviewed.",
    sms: "Simulated SMS:",
    app_pairing: "Simulated pairing code, shown in the app:",
    code: "Verification code",
    business: "Portfolio",
    waba: "Account",
    number: "Number",
    unverified: "not verified",
    next: "Next",
    finish: "Finish",
    finish_without_number: "Finish without a number",
    later: "Verify later",
    cancel: "Cancel",
    report: "Report an error",
    done: "All done",
    gone: "This window has ended",
    closing: "You can close this window.",
    told: "What the page was told",
    nothing_chosen: "Choose one of the options.",
    no_name: "Enter a name.",
    bad_phone: "Enter the phone number with + and country code, such as +55 11 95555-0100.",
    phone_taken: "This number is already in a WhatsApp Business account.",
    bad_code: "The code is wrong.",
    two_step_on: "This number is in another account with two-step verification on. Ask its provider to turn it off and try again.",
    troubles: [
        "Your Facebook account is too new to create a portfolio. Try again later.",
        "You have reached the limit of portfolios that you can create for now.",
        "This portfolio has reached its limit of WhatsApp accounts. Verify the business for more.",
        "This portfolio has reached its maximum of phone numbers.",
        "This phone number is blocked on WhatsApp.",
        "This number is already on WhatsApp. Delete the account in the app, wait up to 3 minutes and try again.",
        "Your display name violates WhatsApp guidelines. Edit the name and try again.",
        "You have asked for the code too many times. Try again in 12 hours.",
    ],
    refused: "The login could not be opened",
};

static ES: Words = Words {
    lang: "es",
    simulated: "Simulación: nada de esto llega a Meta ni a personas reales.",
    step_of: |nth, of| format!("Paso {nth} de {of}"),
    titles: [
        "Permitir el acceso",
        "Portafolio comercial",
        "Cuenta de WhatsApp Business",
        "Número de teléfono",
        "Nombre para mostrar",
        "Verificar el número",
        "Revisar y finalizar",
    ],
    permissions: ["Administrar las cuentas de WhatsApp", "Enviar y recibir mensajes"],
    permissions_of: |app| format!("{app} pide:"),
    new_business: "Crear un portafolio",
    business_name: "Nombre de la empresa",
    new_waba: "Crear una cuenta de WhatsApp Business",
    waba_name: "Nombre de la cuenta",
    new_number: "Usar un número nuevo",
    app_number: "Conectar un número de la app WhatsApp Business",
    greyed: "Ya vinculado al inicio de sesión de otro proveedor",
    phone: "Teléfono, con + y código de país",
    registered: "ya registrado",
    unregistered: "aún sin registrar",
    display_name: "Nombre para mostrar",
    display_name_hint: "Los clientes ven este nombre. Pasa por revisión.",
    sms: "SMS simulado:",
    app_pairing: "Código de vinculación simulado, mostrado en la app:",
    code: "Código de verificación",
    business: "Portafolio",
    waba: "Cuenta",
    number: "Número",
    unverified: "sin verificar",
    next: "Siguiente",
    finish: "Finalizar",
    finish_without_number: "Finalizar sin número",
    later: "Verificar más tarde",
    cancel: "Cancelar",
    report: "Informar de un error",
    done: "Todo listo",
    gone: "Esta ventana terminó",
    closing: "Ya puedes cerrar esta ventana.",
    told: "Lo que se envió a la página",
    nothing_chosen: "Elige una de las opciones.",
    no_name: "Escribe un nombre.",
    bad_phone: "Escribe el teléfono con + y código de país, por ejemplo +55 11 95555-0100.",
    phone_taken: "Este número ya está en una cuenta de WhatsApp Business.",
    bad_code: "El código no es correcto.",
    two_step_on: "Este número está en otra cuenta con la verificación en dos pasos activa. Pide al proveedor actual que la desactive e intenta de nuevo.",
    troubles: [
        "Tu cuenta de Facebook es demasiado reciente para crear un portafolio. Intenta más tarde.",
        "Alcanzaste el límite de portafolios que puedes crear por ahora.",
        "Este portafolio alcanzó el límite de cuentas de WhatsApp. Verifica la empresa para tener más.",
        "Este portafolio alcanzó el número máximo de teléfonos.",
        "Este número está bloqueado en WhatsApp.",
        "Este número ya está en WhatsApp. Elimina la cuenta en la app, espera hasta 3 minutos e intenta de nuevo.",
        "El nombre para mostrar infringe las normas de WhatsApp. Edítalo e intenta de nuevo.",
        "Pediste el código demasiadas veces. Intenta de nuevo en 12 horas.",
    ],
    refused: "No se pudo abrir el inicio de sesión",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_known_language_wins_and_portuguese_else() {
        for (wanted, lang) in [
            ("", "pt-BR"),
            ("fr,de;q=0.5", "pt-BR"),
            ("pt-PT", "pt-BR"),
            ("en-GB,pt;q=0.9", "en"),
            ("fr, en;q=0.2, es-AR;q=0.8", "es"),
            ("en;q=0,es;q=0.1", "es"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, wanted.parse().unwrap());
            assert_eq!(of(&headers).lang, lang, "{wanted}");
        }
    }
}
