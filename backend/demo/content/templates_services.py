"""Templates of what is done for you: cleaning, repairs, care, food and events."""

from __future__ import annotations

from backend.demo.content import axes
from backend.demo.content.model import Template

_L, _E = "cleaning-living", "catering-events"

SERVICES: tuple[Template, ...] = (
    # -- cleaning and living
    Template("clean", _L, "bucket", "{t} 정기청소", "{t} Regular Cleaning", "정해진 요일에 같은 사람이 찾아가는 {t} 청소입니다.", "The same people, on the same day of the week.", 120000, "1회", 0, "바닥, 화장실, 유리, 쓰레기 분리배출", "", "건물위생관리업 신고", axes.AREA, True, lead_days=5, keywords=("청소", "정기")),
    Template("deepclean", _L, "bucket", "{t} 대청소", "{t} Deep Cleaning", "창틀과 배수구까지 하루에 끝내는 {t} 대청소입니다.", "Down to sills and drains, in one day.", 290000, "1회", 0, "천장부터 바닥까지, 스팀 소독 포함", "", "건물위생관리업 신고", axes.AREA, lead_days=5, keywords=("청소", "입주청소")),
    Template("disinfect", _L, "spraycan", "{t} 방역소독", "{t} Disinfection", "소독필증을 바로 드리는 {t} 방역소독입니다.", "With a certificate on the spot.", 80000, "1회 165㎡까지", 0, "분무 소독, 해충 방제, 소독필증 발급", "", "소독업 신고", None, True, lead_days=3, keywords=("방역", "소독", "관공서")),
    Template("aircon", _L, "aircon", "{t} 에어컨 세척", "{t} Air-Con Cleaning", "분해해서 안쪽까지 씻는 {t} 에어컨 세척입니다.", "Taken apart and washed inside.", 95000, "1대", 0, "분해 세척, 살균, 시험 가동", "", "해당 없음", None, True, lead_days=5, keywords=("에어컨", "세척")),
    Template("floor", _L, "bucket", "{t} 바닥 왁스", "{t} Floor Waxing", "묵은 왁스를 벗기고 두 번 올리는 {t} 바닥 관리입니다.", "The old coat stripped, two new ones laid.", 260000, "1회 100㎡까지", 0, "박리, 세척, 왁스 2회", "", "건물위생관리업 신고", None, True, lead_days=7, keywords=("청소", "왁스")),
    Template("window", _L, "window", "{t} 유리창 청소", "{t} Window Cleaning", "물 얼룩이 남지 않는 {t} 유리창 청소입니다.", "Without a water mark.", 150000, "1회", 0, "안팎 유리, 방충망", "", "건물위생관리업 신고", axes.AREA, lead_days=5, keywords=("청소", "유리창")),
    Template("laundry", _L, "washer", "{t} 세탁", "{t} Laundry", "수거해서 빨고 다려 되가져다 드리는 {t} 세탁입니다.", "Collected, washed, ironed and brought back.", 4500, "1kg", 0, "수거, 세탁, 건조, 배송", "", "세탁업 신고", None, True, lead_days=2, keywords=("세탁", "수거배송")),
    Template("repair", _L, "toolbox", "{t} 집수리", "{t} Repairs", "문고리부터 도배까지 작은 일도 마다하지 않는 {t} 집수리입니다.", "From a door handle to a papered wall.", 85000, "기본 2시간", 0, "출장, 기본 자재, 폐기물 처리", "", "전문건설업 등록 예외(경미한 공사)", lead_days=3, keywords=("집수리", "수선")),
    Template("grab", _L, "toolbox", "{t} 안전손잡이 설치", "{t} Grab Rail Fitting", "벽을 살펴 알맞은 자리에 다는 {t} 안전손잡이입니다.", "Fitted where the wall and the hand agree.", 68000, "1개소", 0, "손잡이, 설치, 하중 점검", "", "해당 없음", None, True, lead_days=5, keywords=("안전손잡이", "어르신")),
    Template("care", _L, "care", "{t} 방문돌봄", "{t} Home Care", "말벗과 식사, 병원 동행을 돕는 {t} 방문돌봄입니다.", "Company, meals and a hand on the way to hospital.", 18500, "1시간", 0, "식사 도움, 말벗, 외출 동행", "", "재가복지시설 신고", lead_days=3, keywords=("돌봄", "어르신")),
    Template("garden", _L, "plant", "{t} 조경관리", "{t} Gardening", "가지치기와 잡초 뽑기를 맡는 {t} 조경관리입니다.", "Pruning and weeding.", 180000, "1회", 0, "가지치기, 제초, 정리", "", "해당 없음", axes.AREA, lead_days=7, keywords=("조경", "화단")),
    Template("moving", _L, "truck", "{t} 이사", "{t} Moving", "책상 하나까지 번호를 붙여 옮기는 {t} 이사입니다.", "Every desk numbered and put back in place.", 420000, "2.5톤 1대", 0, "포장, 운반, 배치, 정리", "", "화물자동차 운송주선업 허가", lead_days=7, keywords=("이사", "사무실")),
    Template("shred", _L, "truck", "{t} 문서파쇄", "{t} Document Shredding", "현장에서 파쇄하고 확인서를 드리는 {t} 문서파쇄입니다.", "Shredded on site, with a certificate.", 60000, "상자 10개", 0, "수거, 현장 파쇄, 파쇄확인서", "", "폐기물 수집운반 신고", None, True, lead_days=4, keywords=("문서파쇄", "관공서")),
    Template("carwash", _L, "truck", "{t} 출장세차", "{t} Mobile Car Wash", "물 다섯 병으로 끝내는 {t} 출장세차입니다.", "Five bottles of water a car.", 28000, "1대", 0, "외부, 실내, 소독", "", "해당 없음", None, True, lead_days=2, keywords=("세차", "관용차")),
    # -- catering and events
    Template("lunchbox", _E, "lunchbox", "{t} 도시락", "{t} Lunch Box", "따뜻한 국과 함께 제시간에 도착하는 {t} 도시락입니다.", "On time, with hot soup.", 9500, "1인분", 650, "밥, 국, 반찬 6종", "제조 후 4시간 이내 섭취", "즉석판매제조가공업 신고", None, True, lead_days=2, keywords=("도시락", "회의", "단체")),
    Template("snackbox", _E, "snackbox", "{t} 다과상자", "{t} Snack Box", "떡과 과일, 음료를 담은 {t} 다과상자입니다.", "Rice cake, fruit and a drink.", 6500, "1인분", 350, "떡, 과일, 쿠키, 음료", "제조 후 6시간 이내 섭취", "즉석판매제조가공업 신고", None, True, lead_days=2, keywords=("다과", "회의", "단체")),
    Template("buffet", _E, "buffet", "{t} 출장뷔페", "{t} Buffet", "그릇까지 모두 되가져가는 {t} 출장뷔페입니다. 일회용품을 쓰지 않습니다.", "We bring the plates and take them home; nothing disposable.", 28000, "1인분(30인부터)", 0, "요리 14종, 식기, 진행 인력", "", "일반음식점 신고", None, True, lead_days=7, keywords=("뷔페", "행사")),
    Template("coffeebar", _E, "coffeecart", "{t} 출장카페", "{t} Coffee Cart", "바리스타가 찾아가는 {t} 출장카페입니다.", "A barista and a cart come to you.", 320000, "100잔", 0, "커피, 차, 컵, 바리스타 2인", "", "휴게음식점 신고", None, True, lead_days=7, keywords=("출장카페", "행사")),
    Template("stage", _E, "stage", "{t} 행사기획", "{t} Event Planning", "무대와 음향, 안전까지 한 번에 맡는 {t} 행사기획입니다.", "Stage, sound and safety in one hand.", 2900000, "1일", 0, "기획, 무대, 음향, 진행, 안전요원", "", "행사대행업", lead_days=14, keywords=("행사", "축제", "관공서")),
    Template("show", _E, "mic", "{t} 공연", "{t} Performance", "학교와 마을로 찾아가는 {t} 공연입니다.", "For schools and neighbourhoods.", 850000, "1회 50분", 0, "출연자 4인, 음향 기본", "", "공연단체 등록", None, True, lead_days=10, keywords=("공연", "행사")),
    Template("video", _E, "camera", "{t} 영상기록", "{t} Video Record", "행사를 찍어 짧은 영상으로 묶는 {t} 영상기록입니다.", "Filmed and cut into a short film.", 680000, "1일", 0, "촬영 2인, 편집 3분, 자막", "", "해당 없음", lead_days=7, keywords=("영상", "행사")),
    Template("interpret", _E, "mic", "{t} 수어통역", "{t} Sign Interpreting", "국가공인 통역사가 함께하는 {t} 수어통역입니다.", "By nationally certified interpreters.", 180000, "1회 2시간", 0, "통역사 2인 교대", "", "수어통역사 자격", None, True, lead_days=7, keywords=("수어", "통역", "행사")),
    Template("booth", _E, "booth", "{t} 체험부스", "{t} Activity Booth", "재료와 진행자를 함께 보내는 {t} 체험부스입니다.", "Materials and hosts included.", 450000, "100인분", 0, "부스 1동, 재료 100인분, 진행 2인", "", "해당 없음", None, True, lead_days=10, keywords=("체험", "부스", "축제")),
    Template("dinnerset", _E, "lunchbox", "{t} 반찬꾸러미 구독", "{t} Side-Dish Delivery", "매주 두 번 문 앞에 놓이는 {t} 반찬꾸러미입니다.", "At the door, twice a week.", 32000, "주 2회 1주", 0, "국 2종, 반찬 6종", "제조일로부터 3일(냉장)", "즉석판매제조가공업 신고", lead_days=3, keywords=("반찬", "구독")),
)  # fmt: skip
