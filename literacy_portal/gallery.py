"""Sample data for the component gallery: every component in every state, with long Vietnamese names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator

from literacy_portal.kit.figures import Figure
from literacy_portal.kit.periods import VIETNAM
from literacy_portal.kit.widgets import Cards, DayInput, Segmented

LEVELS = [(0, "Chưa làm được"), (1, "Đã được xem"), (2, "Làm khi có giúp"), (3, "Tự làm được")]
RESULTS = [
    ("met", "Gặp được người trong hộ"),
    ("nobody_home", "Không có ai ở nhà"),
    ("refused", "Hộ từ chối"),
    ("come_back", "Hẹn quay lại tối khác"),
]


TABS = ("Hộ dân", "Lượt đến hộ", "Chỉ số", "Danh sách đã nhập")


@dataclass(frozen=True, slots=True)
class Step:
    """A breadcrumb or step of the gallery."""

    label: str
    url: str = "#"
    is_current: bool = False
    is_done: bool = False


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Họ và tên", help_text="Như trên căn cước công dân.")
    village = forms.ChoiceField(label="Thôn, buôn", choices=[("", "– chọn –"), ("003", "Thôn Xuân Lạng 2"), ("004", "Buôn Ê Đê")])
    day = forms.DateField(label="Ngày đến hộ", widget=DayInput)
    level = forms.ChoiceField(label="Thanh toán không tiền mặt", choices=LEVELS, widget=Segmented)
    result = forms.ChoiceField(label="Kết quả", choices=RESULTS, widget=Cards)
    devices = forms.MultipleChoiceField(
        label="Hộ có gì",
        required=False,
        choices=[("phone", "Điện thoại thông minh"), ("wifi", "Internet cáp quang")],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label="Tiếng dùng", choices=[("vi", "Tiếng Việt"), ("rad", "Tiếng Ê Đê")], widget=forms.RadioSelect
    )
    consent = forms.BooleanField(label="Người dân đồng ý lưu số điện thoại")
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    roster = forms.FileField(label="Danh sách hộ", help_text="Tệp .xlsx, tối đa 10 MB.", required=False)


FIGURES = [
    Figure("Thôn Xuân Mỹ", 141, 141, "#", "3 dân tộc"),
    Figure("Thôn Xuân Lạng 2", 143, 196, "#"),
    Figure("Tổ dân phố Nguyễn Thị Minh Khai – Đường Trường Sơn Đông", 58, 1111, "#"),
    Figure("Buôn Ea Yiêng Ê Nuôl", 0, 87, "#"),
    Figure("Buôn mới tách", 0, 0, "#", "chưa có danh sách"),
    Figure("Thôn có ít người", 0, 4, hidden=True),
]
EVERYONE = Figure("Mọi người từ 18 tuổi", 421, 722)
GROUPS = [
    Figure("Phụ nữ", 224, 371),
    Figure("Từ 60 tuổi", 37, 129),
    Figure("Dân tộc thiểu số", 98, 244),
    Figure("Hộ nghèo, cận nghèo", 12, 61),
    Figure("Nam (ít người)", 2, 4, hidden=True),
]
ROWS = [
    ("Nguyễn Thị Ngọc Ánh", "Thôn Xuân Lạng 2", 5, "Tự làm được", "good"),
    ("Y Bhăm Êban", "Buôn Ea Yiêng", 4, "Làm khi có giúp", "info"),
    ("Hoàng Văn Thuỷ", "Thôn Xuân Mỹ", 0, "Chưa đến", "warn"),
]


def context() -> dict[str, Any]:
    """What components.html shows."""
    return {
        "trail": [Step("Việt Nam"), Step("Đắk Lắk"), Step("Xã Phú Xuân"), Step("Thư viện giao diện")],
        "place_name": "Xã Phú Xuân, Đắk Lắk",
        "blank_form": SampleForm(prefix="blank", initial={"level": 2, "result": "met"}),
        "form": SampleForm({"bad-name": "", "bad-level": "1"}, prefix="bad"),
        "figures": FIGURES,
        "everyone": EVERYONE,
        "groups": GROUPS,
        "rows": ROWS,
        "levels": LEVELS,
        "trend": [3, 4, 4, 9, 15, 22, 21, 30, 41, 58],
        "tabs": [{"label": label, "url": "#", "is_current": label == TABS[-1]} for label in TABS],
        "steps": [Step("Chọn tệp", is_done=True), Step("Xem trước", is_current=True), Step("Xác nhận"), Step("Xong")],
        "page": Paginator(range(300), 25).page(4),
        "counted_at": datetime(2026, 10, 25, 20, 5, tzinfo=VIETNAM),
    }
