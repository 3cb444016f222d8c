"""The skills that definitions name, with words that fit into their sentences."""

from indicators.catalogue.words import Words

SKILL_WORDS = {
    "online_public_service": Words("dịch vụ công trực tuyến", "online public services", "services publics en ligne"),
    "online_shopping": Words("mua sắm trực tuyến", "shopping online", "acheter en ligne"),
    "cashless_payment": Words("thanh toán không dùng tiền mặt", "paying without cash", "payer sans espèces"),
    "online_safety": Words("tự bảo vệ trên mạng", "staying safe online", "se protéger en ligne"),
    "local_platforms": Words(
        "dùng nền tảng số của địa phương", "using local digital platforms", "utiliser les plateformes locales"
    ),
}

CORE = tuple(SKILL_WORDS)
