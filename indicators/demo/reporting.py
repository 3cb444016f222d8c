"""What officers of the demonstration write in their reports, and how far their reports got."""

from indicators.enums import Step

DIFFICULTIES = (
    "Hai thôn chưa có sóng 4G, tổ phải ghi sổ rồi nhập sau.\nNgười đi làm ăn xa nhiều, buổi tối ít người ở nhà.",
    "Điện thoại của người cao tuổi phần lớn là máy phím bấm.\nMột số hộ ngại cài ứng dụng vì sợ lừa đảo.",
    "Đang mùa thu hoạch cà phê, bà con về muộn, tổ chỉ đến được sau 20 giờ.",
)
REQUESTS = (
    "Đề nghị tỉnh làm việc với nhà mạng để phủ sóng các thôn còn trống.",
    "Đề nghị hỗ trợ tài liệu bằng tiếng Ê Đê và tài liệu có hình, có tiếng.",
    "Đề nghị cấp thêm điện thoại thông minh cho hộ nghèo từ nguồn xã hội hóa.",
)
REMARK = "Số buổi, lớp và phần kiến nghị chưa khớp với báo cáo tuần. Đề nghị rà soát, bổ sung rồi nộp lại."

_ALL = (Step.SUBMITTED, Step.APPROVED, Step.LOCKED)
FATES = (_ALL, _ALL, (Step.SUBMITTED, Step.APPROVED))
"""Of the months before the last, in turns."""

LAST_FATES = (_ALL, (Step.SUBMITTED, Step.APPROVED), (Step.SUBMITTED,), (), (Step.SUBMITTED, Step.RETURNED))
"""Of the last month: one in five has not reported."""
