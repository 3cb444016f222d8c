from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Code, family, subject, ladder, order, Vietnamese, English and French names. Easy things first.
SKILLS = [
    ("device_use", "base", "person", "competence", 10, "Dùng điện thoại thông minh", "Using a smartphone", "Utiliser un smartphone"),
    ("local_platforms", "core", "person", "competence", 20, "Dùng nền tảng số của địa phương", "Using local digital platforms", "Utiliser les plateformes locales"),
    ("online_safety", "core", "person", "competence", 30, "Tự bảo vệ trên mạng", "Staying safe online", "Se protéger en ligne"),
    ("cashless_payment", "core", "person", "competence", 40, "Thanh toán không dùng tiền mặt", "Paying without cash", "Payer sans espèces"),
    ("online_public_service", "core", "person", "competence", 50, "Dịch vụ công trực tuyến", "Online public services", "Services publics en ligne"),
    ("online_shopping", "core", "person", "competence", 60, "Mua sắm trực tuyến", "Shopping online", "Acheter en ligne"),
    ("online_selling", "further", "person", "competence", 70, "Bán hàng trực tuyến", "Selling online", "Vendre en ligne"),
    ("ai_basics", "further", "person", "competence", 80, "Dùng AI cơ bản", "AI basics", "Bases de l’IA"),
    ("own_smartphone", "fact", "person", "fact", 110, "Có điện thoại thông minh", "Has a smartphone", "Possède un smartphone"),
    ("vneid", "fact", "person", "vneid", 120, "Định danh VNeID", "VNeID account", "Compte VNeID"),
    ("payment_account", "fact", "person", "fact", 130, "Có tài khoản thanh toán", "Has a payment account", "A un compte de paiement"),
    ("province_app", "fact", "person", "fact", 140, "Đã cài ứng dụng của tỉnh", "Has the province’s app", "A l’application de la province"),
    ("digital_signature", "fact", "person", "fact", 150, "Có chữ ký số", "Has a digital signature", "A une signature numérique"),
    ("vneid_confirmed", "fact", "person", "fact", 160, "Đã xác nhận kỹ năng số trên VNeID", "Digital skills confirmed on VNeID", "Compétences confirmées sur VNeID"),
    ("mooc_completed", "fact", "person", "fact", 170, "Đã học xong khóa trực tuyến", "Completed the online course", "A terminé le cours en ligne"),
    ("trades", "fact", "household", "fact", 210, "Buôn bán, có hàng bán", "Trades: a shop, a stall, produce", "Fait du commerce"),
    ("business_qr", "fact", "household", "fact", 220, "Nhận tiền bằng mã QR", "Is paid by QR code", "Encaisse par code QR"),
    ("online_sale", "fact", "household", "fact", 230, "Đã bán hàng qua mạng", "Sells online", "Vend en ligne"),
]  # fmt: skip


def add_skills(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Adds those that are missing; what an administrator renamed or retired stays as it is."""
    skill = apps.get_model("coaching", "Skill")
    names = ["code", "family", "subject", "ladder", "order", "name_vi", "name_en", "name_fr"]
    skill.objects.bulk_create([skill(**dict(zip(names, row, strict=True))) for row in SKILLS], ignore_conflicts=True)


class Migration(migrations.Migration):
    """The skill catalogue: the base skill, the five core skills, further skills, and the facts of indicators.md."""

    dependencies = [("coaching", "0001_initial")]
    operations = [migrations.RunPython(add_skills, migrations.RunPython.noop)]
