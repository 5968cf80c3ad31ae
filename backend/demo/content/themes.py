"""Ingredients, places and uses: the theme that turns a template into one product."""

from __future__ import annotations

from backend.demo.content.model import Theme

# key | English | colour | emblem | a sentence in Korean | the same in English
_ROWS = """
동백|Camellia|#c8404f|flower|동백섬 바닷바람을 견딘 동백씨에서 짠 기름을 씁니다.|We use oil pressed from camellia seeds that stood up to the sea wind.
쑥|Mugwort|#6f8f4e|leaf|이른 봄에 뜯어 그늘에서 말린 쑥만 고릅니다.|Only mugwort picked in early spring and dried in the shade goes in.
미역|Sea Mustard|#2f6b5a|wave|기장 앞바다에서 건진 미역의 향이 은은합니다.|It carries the gentle scent of sea mustard from the Gijang coast.
다시마|Kelp|#3d5a3a|wave|햇볕에 말린 두툼한 다시마를 아낌없이 넣었습니다.|Thick sun-dried kelp goes in without stint.
톳|Hijiki|#44503a|wave|바위에서 자란 봄 톳이라 씹는 맛이 살아 있습니다.|Spring hijiki from the rocks keeps its bite.
김|Laver|#2d4038|wave|낙동강 하구의 찬 겨울 바다가 키운 김입니다.|Laver raised by the cold winter sea at the mouth of the Nakdong.
파래|Sea Lettuce|#3f7f4a|wave|겨울 갯바위에서 딴 파래라 향이 진합니다.|Picked from winter rocks, the sea lettuce smells of the shore.
유자|Yuzu|#e5b52e|fruit|서리 맞은 유자의 껍질까지 통째로 씁니다.|Frost-touched yuzu is used whole, peel and all.
어성초|Heartleaf|#5f8a6b|leaf|직접 기른 어성초를 우려 순하게 만들었습니다.|Made mild with an infusion of heartleaf we grow ourselves.
숯|Charcoal|#4a4a4d|dot|참숯을 곱게 갈아 넣어 개운합니다.|Finely ground oak charcoal leaves a clean feeling.
녹차|Green Tea|#7a9a3f|leaf|첫물 녹차의 맑은 향을 담았습니다.|It holds the clear scent of first-flush green tea.
라벤더|Lavender|#8b78b4|flower|하루 끝에 마음을 내려놓게 하는 향입니다.|A scent to lay the day down with.
로즈마리|Rosemary|#5f8060|leaf|옥상 텃밭에서 기른 로즈마리를 씁니다.|The rosemary grows in our rooftop garden.
카모마일|Chamomile|#e3c15c|flower|사과 향을 닮은 카모마일이 부드럽습니다.|Chamomile, soft and a little like apple.
편백|Hinoki Cypress|#8c9a62|leaf|숲길을 걷는 듯한 편백 향이 납니다.|It smells like a walk in a cypress wood.
진피|Tangerine Peel|#d98a32|fruit|감귤 껍질을 세 번 말려 떫은맛을 뺐습니다.|The peel is dried three times to lose its bitterness.
생강|Ginger|#d2a650|grain|알싸한 햇생강을 저며 넣었습니다.|Sliced new ginger gives it warmth.
대추|Jujube|#9b3b2a|fruit|씨를 발라 오래 고아 단맛이 깊습니다.|Stoned and simmered long for a deep sweetness.
도라지|Bellflower Root|#9d8fb5|flower|3년 자란 도라지만 씁니다.|Only three-year bellflower root is used.
매실|Green Plum|#8aa84a|fruit|유월의 청매실을 손으로 꼭지 따서 담급니다.|June plums, each stalk taken off by hand.
딸기|Strawberry|#d8454f|fruit|강서 대저의 새벽 딸기를 그날 씁니다.|Strawberries picked at dawn in Daejeo are used the same day.
블루베리|Blueberry|#4c5a94|fruit|알이 굵은 블루베리를 으깨지 않고 넣었습니다.|Plump blueberries go in whole.
무화과|Fig|#8e4a63|fruit|햇볕에 반쯤 말린 무화과라 더 답니다.|Half sun-dried figs, all the sweeter for it.
토마토|Tomato|#d5503a|fruit|대저의 짭짤한 땅이 키운 토마토입니다.|Tomatoes from the salty soil of Daejeo.
사과|Apple|#c94b3e|fruit|껍질째 썰어 씹는 맛을 남겼습니다.|Cut with the skin on to keep the bite.
배|Pear|#cdb66a|fruit|시원한 배즙이 뒷맛을 깨끗하게 합니다.|Cool pear juice leaves a clean finish.
감귤|Tangerine|#e58a2b|fruit|노지 감귤의 새콤한 맛이 그대로입니다.|Open-field tangerines keep their sharpness.
레몬|Lemon|#e8cf4a|fruit|레몬을 베이킹소다로 닦고 소금으로 문질러 씁니다.|Lemons scrubbed with soda and rubbed with salt.
자몽|Grapefruit|#e2705a|fruit|쌉싸름한 자몽 속살만 발라 넣었습니다.|Only the bittersweet flesh of the grapefruit.
밤|Chestnut|#8a5a34|grain|속껍질까지 손으로 벗긴 밤입니다.|Chestnuts peeled by hand to the last skin.
고구마|Sweet Potato|#a1525f|grain|해풍을 맞고 자란 고구마라 포슬포슬합니다.|Sea-breeze sweet potatoes, mealy and sweet.
단호박|Sweet Pumpkin|#d9992f|sun|찐 단호박을 곱게 내려 빛깔이 곱습니다.|Steamed pumpkin, sieved fine, for the colour.
현미|Brown Rice|#b99a62|grain|강서 들녘의 현미를 갓 찧어 씁니다.|Brown rice from Gangseo, milled just before.
흑임자|Black Sesame|#4b4746|grain|볶은 흑임자를 맷돌 방식으로 갈았습니다.|Roasted black sesame, stone-ground.
인절미|Injeolmi|#cfa76a|grain|고소한 볶은 콩가루를 듬뿍 묻혔습니다.|Coated thickly in roasted soybean flour.
콩|Soybean|#c9a95a|bean|국산 콩을 하룻밤 불려 삶습니다.|Korean soybeans, soaked overnight and boiled.
검은콩|Black Bean|#3f3a44|bean|속청 검은콩을 껍질째 씁니다.|Black beans with green hearts, skin and all.
보리|Barley|#c6a255|grain|타지 않게 세 번 나누어 볶은 보리입니다.|Barley roasted in three rounds so it never burns.
메밀|Buckwheat|#8a7456|grain|통메밀을 볶아 구수합니다.|Whole roasted buckwheat, nutty and round.
멸치|Anchovy|#7c93a6|fish|기장 대변항 멸치를 골라 씁니다.|Anchovies chosen at Daebyeon harbour in Gijang.
고등어|Mackerel|#3f6a8c|fish|부산의 시어(市魚) 고등어입니다.|Mackerel, the city fish of Busan.
오징어|Squid|#c98a7a|fish|몸통이 도톰한 오징어만 골랐습니다.|Only squid with thick bodies.
새우|Shrimp|#e08e6d|fish|탱글한 새우살이 그대로 씹힙니다.|Springy shrimp in every bite.
가자미|Flounder|#a9997f|fish|물 좋은 가자미를 해풍에 하루 말립니다.|Fresh flounder dried one day in the sea breeze.
조기|Croaker|#c7ad62|fish|알이 찬 조기를 천일염으로 절였습니다.|Croaker with roe, salted with sea salt.
대구|Cod|#8fa0a8|fish|가덕도 겨울 대구를 손질했습니다.|Winter cod from Gadeokdo, cleaned for you.
갈치|Hairtail|#a7b3bd|fish|은빛이 살아 있는 갈치를 토막 냈습니다.|Silver hairtail, cut in pieces.
대파|Leek|#7da25c|leaf|명지 대파의 단맛이 국물까지 배어납니다.|The sweetness of Myeongji leeks runs through it.
마늘|Garlic|#cdbd95|dot|통마늘을 아삭하게 살렸습니다.|Whole cloves kept crisp.
고추|Chilli|#c73c32|leaf|꼭지를 하나하나 따고 말린 고추입니다.|Chillies dried with each stalk taken off.
들깨|Perilla|#7c7350|grain|낮은 온도에서 볶아 쓴맛이 없습니다.|Roasted low, so never bitter.
참깨|Sesame|#c79a52|grain|국산 참깨를 볶은 날 바로 짭니다.|Korean sesame, pressed on the day it is roasted.
표고|Shiitake|#8a6a4c|mushroom|참나무 원목에서 자란 표고입니다.|Shiitake grown on oak logs.
느타리|Oyster Mushroom|#a89a8c|mushroom|폐교 교실에서 기르는 느타리입니다.|Oyster mushrooms grown in an old schoolroom.
노루궁뎅이|Lion's Mane|#d8c6a5|mushroom|하루 두 번 물을 주며 돌본 버섯입니다.|Mushrooms watered and watched twice a day.
무|Radish|#9fb56d|leaf|겨울 무를 굵게 썰어 시원합니다.|Winter radish in thick slices.
오이|Cucumber|#6f9f52|leaf|가시가 살아 있는 오이로 담급니다.|Made with cucumbers still prickly.
깻잎|Perilla Leaf|#55793f|leaf|한 장 한 장 양념을 발랐습니다.|Seasoned leaf by leaf.
양파|Onion|#b88a5a|dot|작은 양파를 통째로 절였습니다.|Small onions pickled whole.
배추|Napa Cabbage|#9cb35c|leaf|고갱이가 노란 배추만 씁니다.|Only cabbages with yellow hearts.
갓|Mustard Leaf|#5e7c3a|leaf|톡 쏘는 갓의 향이 익을수록 깊어집니다.|The sharpness of mustard leaf deepens with time.
쌀|Rice|#d8c9a2|grain|낙동강 물로 키운 쌀입니다.|Rice raised on the water of the Nakdong.
통밀|Whole Wheat|#a9783f|grain|우리밀 통밀을 오래 발효합니다.|Korean whole wheat, slowly fermented.
호밀|Rye|#7d5a3a|grain|호밀 사워도로 천천히 부풀립니다.|Raised slowly with a rye starter.
우유|Milk|#e9dfc9|drop|물 한 방울 없이 우유로만 반죽합니다.|Kneaded with milk and no water at all.
초코|Chocolate|#5a3a2c|dot|공정무역 코코아를 씁니다.|Made with fair-trade cocoa.
소금|Sea Salt|#9fb4bf|dot|굵은 소금 한 꼬집이 단맛을 세웁니다.|A pinch of coarse salt lifts the sweetness.
크랜베리|Cranberry|#a83248|fruit|새콤한 크랜베리가 톡톡 씹힙니다.|Tart cranberries here and there.
아몬드|Almond|#b98755|bean|통아몬드를 구워 넣었습니다.|With whole roasted almonds.
호두|Walnut|#94704a|bean|떫은 껍질을 벗긴 호두입니다.|Walnuts without their bitter skin.
치즈|Cheese|#e3b54a|dot|짭조름한 치즈가 고소함을 더합니다.|Salty cheese adds depth.
얼그레이|Earl Grey|#7a6a8a|leaf|베르가모트 향이 반죽에 스몄습니다.|Bergamot runs through the dough.
바닐라|Vanilla|#dcc79a|flower|바닐라빈을 긁어 넣었습니다.|With real scraped vanilla.
커피|Coffee|#6b4630|bean|우리가 볶은 원두로 내린 커피입니다.|Coffee brewed from beans we roast.
견과|Mixed Nut|#9c7145|bean|다섯 가지 견과를 그날 볶습니다.|Five kinds of nuts, roasted that day.
콩고물|Bean Crumb|#c9ab6c|bean|고물을 넉넉히 얹어 찝니다.|Steamed under plenty of crumbs.
꿀|Honey|#e0a52f|bee|벌이 준 만큼만 뜹니다.|We take only what the bees can spare.
아카시아|Acacia|#e6c368|bee|오월 금정산 자락 아카시아꽃에서 왔습니다.|From the acacia blossom of May below Geumjeongsan.
야생화|Wildflower|#d9963a|bee|이름 모를 들꽃까지 담긴 꿀입니다.|Honey with flowers in it nobody can name.
밤꽃|Chestnut Blossom|#8f5a2b|bee|쌉싸름하고 짙은 밤꽃 꿀입니다.|Dark and a little bitter, from chestnut blossom.
에티오피아|Ethiopia|#b4573f|flower|꽃향과 살구 같은 산미가 납니다.|Floral, with the tartness of apricot.
콜롬비아|Colombia|#a5532f|sun|캐러멜처럼 둥근 단맛입니다.|Round and sweet as caramel.
과테말라|Guatemala|#7d4a34|mountain|다크초콜릿 같은 묵직한 뒷맛입니다.|A heavy finish like dark chocolate.
브라질|Brazil|#9a6a3c|bean|땅콩처럼 고소하고 산미가 적습니다.|Nutty as peanuts, low in acid.
케냐|Kenya|#a03c3c|sun|자몽 같은 산뜻함이 있습니다.|Bright as grapefruit.
디카페인|Decaf|#6f8f8a|moon|물로만 카페인을 걸러 저녁에도 좋습니다.|Decaffeinated with water alone, good for the evening.
영도 블렌드|Yeongdo Blend|#33597a|wave|흰여울 바다를 보며 마시던 맛을 떠올리며 섞었습니다.|Blended with the sea view from Huinnyeoul in mind.
산복도로 블렌드|Hillside Blend|#5f6f4a|mountain|산복도로 골목의 저녁처럼 묵직합니다.|Full-bodied, like evening on the hillside road.
등대 블렌드|Lighthouse Blend|#c5533d|lighthouse|아침을 깨우는 밝은 맛입니다.|A bright cup to wake the morning.
연잎|Lotus Leaf|#5e8a68|leaf|연잎을 쪄서 세 번 덖었습니다.|Lotus leaf steamed and roasted three times.
뽕잎|Mulberry Leaf|#6f9450|leaf|어린 뽕잎만 골라 덖었습니다.|Only young mulberry leaves.
국화|Chrysanthemum|#e2b93b|flower|꽃을 하나씩 펴서 말렸습니다.|Each flower opened and dried by hand.
목련|Magnolia|#d9c3d0|flower|꽃잎이 지기 전 새벽에 땁니다.|Picked at dawn before the petals fall.
메리골드|Marigold|#e48f26|flower|눈으로 먼저 마시는 꽃차입니다.|A flower tea the eyes drink first.
우엉|Burdock|#7b5a3e|grain|흙을 털고 껍질째 볶습니다.|Roasted in the skin once the soil is off.
돼지감자|Sunchoke|#a88a55|grain|얇게 썰어 세 번 덖었습니다.|Thinly sliced and roasted three times.
쌀겨|Rice Bran|#cdb686|grain|방앗간에서 갓 나온 쌀겨를 씁니다.|Fresh rice bran from the mill.
커피박|Coffee Grounds|#5d4636|bean|동네 카페의 커피 찌꺼기를 되살렸습니다.|Grounds from neighbourhood cafés, given a second life.
쌀뜨물|Rice Water|#d7d2c2|drop|쌀뜨물을 발효해 때가 부드럽게 빠집니다.|Fermented rice water lifts dirt gently.
베이킹소다|Baking Soda|#8fb4c4|dot|향료와 형광증백제를 넣지 않았습니다.|No perfume, no optical brightener.
구연산|Citric Acid|#a9c4a0|dot|물때를 말끔히 지웁니다.|Takes limescale clean away.
올리브|Olive|#7f8a3d|leaf|올리브유 비율을 칠 할로 올렸습니다.|Seven parts in ten are olive oil.
시어버터|Shea Butter|#e0cfa8|drop|겨울 손등에도 촉촉합니다.|Kind to the backs of hands in winter.
알로에|Aloe|#6fa877|leaf|알로에 속살을 갈아 넣었습니다.|With ground aloe flesh.
장미|Rose|#cf6d7f|flower|꽃잎을 우린 물로 반죽했습니다.|Mixed with water steeped in petals.
백단|Sandalwood|#a77b57|leaf|잔잔하고 따뜻한 나무 향입니다.|A quiet, warm wood.
바다소금|Ocean Salt|#6fa3b8|wave|천일염이 살결을 매끈하게 합니다.|Sea salt leaves the skin smooth.
오트밀|Oatmeal|#cdb48c|grain|곱게 간 귀리가 부드럽게 문질러 줍니다.|Fine oats polish gently.
무향|Unscented|#d6d0c4|drop|향에 예민한 분을 위해 향을 뺐습니다.|For those who would rather smell nothing.
갈매기|Seagull|#6d93ad|bird|부산 갈매기를 손으로 그렸습니다.|With a Busan seagull drawn by hand.
등대|Lighthouse|#c84f43|lighthouse|청사포 쌍둥이 등대에서 본떴습니다.|After the twin lighthouses of Cheongsapo.
파도|Wave|#3f7fa6|wave|송정 바다의 결을 담았습니다.|With the grain of the Songjeong sea.
오륙도|Oryukdo|#4a6b80|mountain|다섯이었다 여섯이 되는 섬을 새겼습니다.|The islands that are five, then six.
광안대교|Gwangan Bridge|#3c4f7c|bridge|밤바다 위 다리의 선을 옮겼습니다.|The line of the bridge over the night sea.
영도다리|Yeongdo Bridge|#4f7186|bridge|하루 한 번 들리던 다리의 이야기입니다.|The story of the bridge that lifts once a day.
감천마을|Gamcheon Village|#e08d6d|house|층층이 지붕의 색을 옮겼습니다.|The colours of its stepped roofs.
산복도로|Hillside Road|#7a8f66|house|오르막 골목의 지붕들을 담았습니다.|The roofs of the uphill lanes.
동백꽃|Camellia Flower|#c23f4e|flower|부산의 꽃 동백을 놓았습니다.|With the camellia, flower of Busan.
고등어떼|Mackerel Shoal|#33658a|fish|푸른 등을 맞댄 고등어 떼를 그렸습니다.|A shoal of mackerel, back to blue back.
해녀|Haenyeo|#3f7d78|wave|영도 해녀 할머니의 웃음을 담았습니다.|With the smile of Yeongdo's diving grandmothers.
달맞이|Moonrise|#56548c|moon|달맞이언덕의 밤을 물들였습니다.|Dyed with the night of Dalmaji hill.
낙동강|Nakdong River|#5e8fa8|wave|갈대와 철새가 있는 강가 풍경입니다.|The riverside, with its reeds and birds.
구포나루|Gupo Ferry|#8a7a54|wave|사라진 나루의 기억을 새겼습니다.|In memory of a ferry landing that is gone.
소나무|Pine|#4d7055|leaf|해송의 곧은 결을 살렸습니다.|With the straight grain of sea pine.
들국화|Wild Aster|#9a86bd|flower|언덕에 핀 들국화를 눌러 담았습니다.|Wild asters from the hill, pressed.
수국|Hydrangea|#6f86bf|flower|태종대 수국의 푸른빛입니다.|The blue of Taejongdae's hydrangeas.
연꽃|Lotus|#d48aa0|flower|삼락공원 연꽃을 본떴습니다.|After the lotus of Samnak park.
고래|Whale|#3b5f85|fish|아이들이 그린 고래를 옮겼습니다.|After a whale the children drew.
거북|Turtle|#5f8f6a|dot|느려도 끝까지 가는 거북입니다.|The turtle that gets there.
기차|Train|#c25a45|house|해변열차를 닮은 기차입니다.|A train like the one by the beach.
시장|Market|#d28a3d|house|자갈치 골목의 소리를 담았습니다.|With the sounds of the Jagalchi lanes.
한글|Hangeul|#4d6a8f|dot|자음과 모음을 손으로 만져 익힙니다.|Consonants and vowels to feel by hand.
숫자|Number|#d8853f|dot|하나부터 열까지 놀며 셉니다.|Count from one to ten while playing.
바다생물|Sea Life|#3f94a6|fish|부산 바다에 사는 열두 친구가 나옵니다.|Twelve friends from the sea off Busan.
동물|Animal|#c98c4a|dot|숲과 마을의 동물들이 나옵니다.|With animals of wood and village.
우주|Space|#4c4f8a|star|별자리를 이야기로 풀었습니다.|Constellations told as stories.
씨앗|Seed|#7fa05a|leaf|심고 기다리는 마음을 배웁니다.|To learn how to plant and wait.
새활용|Upcycled|#6a8a7a|leaf|버려질 재료를 다시 썼습니다.|Made from what would have been thrown away.
폐현수막|Old Banner|#c9733f|wave|철거된 현수막을 빨아 다시 재단했습니다.|From washed and recut street banners.
폐돛|Old Sail|#cfc8b4|wave|요트경기장에서 나온 돛을 씁니다.|From sails retired at the yacht harbour.
청바지|Denim|#46648c|dot|입지 않는 청바지를 모아 지었습니다.|From jeans nobody wears.
어망|Fishing Net|#3d8a86|wave|걷어 올린 폐어망에서 뽑은 실을 씁니다.|With yarn spun from recovered fishing nets.
감물|Persimmon Dye|#a8673c|sun|감물로 세 번 물들였습니다.|Dyed three times in persimmon juice.
쪽빛|Indigo|#2f4b7c|drop|쪽으로 물들여 입을수록 깊어집니다.|Indigo that deepens as you wear it.
홍화|Safflower|#d0694f|flower|홍화꽃으로 고운 분홍을 얻었습니다.|Safflower gives its soft pink.
양파껍질|Onion Skin|#c98f3a|sun|양파껍질로 물들인 노랑입니다.|The yellow of onion skins.
먹빛|Ink Grey|#55565a|drop|먹으로 물들인 차분한 잿빛입니다.|A quiet grey from ink.
누비|Quilted|#8a7f9a|dot|한 땀씩 누벼 가볍고 따뜻합니다.|Quilted stitch by stitch, light and warm.
삼베|Hemp|#c9b88c|grain|여름에 시원한 삼베로 지었습니다.|Made of hemp, cool in summer.
모시|Ramie|#d9d3bf|grain|결이 고운 모시를 썼습니다.|In fine ramie.
자개|Mother-of-Pearl|#5c5f86|star|자개 조각을 하나씩 붙였습니다.|Set with mother-of-pearl, piece by piece.
바다유리|Sea Glass|#5fa8a0|drop|파도가 깎은 유리 조각입니다.|Glass rounded by the waves.
한지|Hanji|#d9c7a4|leaf|닥나무 한지를 겹겹이 붙였습니다.|Layer on layer of mulberry paper.
분청|Buncheong|#a9a295|wave|분청 흙의 담백함이 남아 있습니다.|The plainness of buncheong clay.
백자|White Porcelain|#d5d8da|moon|맑은 백자에 그림을 얹었습니다.|Drawn on clear white porcelain.
옻칠|Lacquered|#6d2f28|drop|옻을 일곱 번 올렸습니다.|Seven coats of lacquer.
오동나무|Paulownia|#b98f62|leaf|가볍고 결이 고운 오동나무입니다.|Light, fine-grained paulownia.
느티나무|Zelkova|#9a6a42|leaf|오래된 느티나무의 무늬를 살렸습니다.|Showing the figure of old zelkova.
재생|Recycled|#6f9a74|leaf|고지율 칠십 퍼센트를 넘깁니다.|More than seventy per cent waste paper.
사탕수수|Sugarcane|#9db56a|leaf|나무를 베지 않는 사탕수수 종이입니다.|Sugarcane paper; no tree was felled.
크라프트|Kraft|#b08a5c|leaf|표백하지 않은 종이를 씁니다.|Unbleached paper.
흑백|Monochrome|#55585e|dot|관공서에서 많이 쓰는 기종에 맞습니다.|Fits the models offices use most.
컬러|Colour|#c9507f|dot|네 가지 색을 한 묶음으로 보냅니다.|Four colours in one pack.
점자|Braille|#4f6c96|dot|점자를 함께 새겨 누구나 읽습니다.|With braille, for everyone to read.
사무실|Office|#5f85a8|house|업무가 끝난 뒤 조용히 다녀갑니다.|We come quietly, after hours.
학교|School|#d28f45|house|방학과 주말 일정에 맞춥니다.|Timed for holidays and weekends.
어린이집|Day-care|#e0a05a|house|아이에게 순한 세제만 씁니다.|Only detergents that are gentle to children.
공공시설|Public Building|#5c7a92|house|작업 전후 사진과 점검표를 드립니다.|With photos before and after and a checklist.
경로당|Seniors' Centre|#9a8466|house|어르신 눈높이에 맞춰 살핍니다.|With an eye for what the elderly need.
신축|New Home|#8aa0b0|house|새집 먼지를 세 번 닦아 냅니다.|Dust wiped away three times.
상가|Shop|#b0795a|house|장사에 지장이 없도록 새벽에 일합니다.|At dawn, so that business goes on.
병원|Clinic|#6fa7a8|house|구역별로 도구를 나누어 씁니다.|Separate tools for each zone.
버스|Bus|#5a86b0|wave|차고지로 찾아갑니다.|We come to your depot.
가정|Home|#c98f6a|house|두 사람이 한 조로 방문합니다.|We visit in pairs.
계절|Seasonal|#8fae5a|leaf|철마다 다른 재료로 차립니다.|With what each season brings.
제철 나물|Seasonal Greens|#7d9a52|leaf|아침 시장에서 고른 나물로 차립니다.|With greens chosen at the morning market.
불고기|Bulgogi|#9c5a3a|bowl|간이 세지 않은 불고기가 주인공입니다.|With mildly seasoned bulgogi.
고등어구이|Grilled Mackerel|#3f6a8c|fish|노릇하게 구운 고등어를 올립니다.|Topped with golden grilled mackerel.
비건|Vegan|#6f9a5f|leaf|고기와 달걀, 우유를 쓰지 않습니다.|No meat, eggs or milk.
연근|Lotus Root|#b99a82|flower|연근조림의 아삭함이 좋습니다.|With the crunch of braised lotus root.
회의|Meeting|#6d86a0|cup|회의 시간에 맞춰 배달합니다.|Delivered on the minute of your meeting.
돌잔치|First Birthday|#e0a0a8|star|상차림부터 정리까지 맡습니다.|From the table to the tidying up.
개소식|Opening Day|#d2873f|star|새 문을 여는 날의 설렘까지 챙깁니다.|For the day a new door opens.
마을축제|Village Festival|#d0603f|star|무대와 부스를 함께 짭니다.|Stage and stalls planned together.
국악|Korean Music|#8a4a52|note|젊은 소리꾼과 연주자가 함께합니다.|With young singers and players.
재즈|Jazz|#4a4f7a|note|동네 재즈 밴드가 찾아갑니다.|The neighbourhood's jazz band comes to you.
인형극|Puppet Show|#d07a5a|star|손으로 만든 인형이 나옵니다.|With hand-made puppets.
장애인식|Disability Awareness|#6a8fb5|heart|당사자 강사가 이야기합니다.|Taught by people who live it.
환경|Environment|#6a9a6a|leaf|버려진 것으로 만들며 배웁니다.|Learning by making from what was thrown away.
인권|Human Rights|#b5707a|heart|이야기와 놀이로 풀어 갑니다.|Through stories and games.
코딩|Coding|#4f7fb0|dot|블록을 끼우며 순서를 배웁니다.|Blocks teach the order of things.
도예|Pottery|#a9825f|cup|흙을 만지며 하나를 완성합니다.|Hands in clay until one piece is finished.
목공|Woodwork|#a5763f|leaf|안전한 공구로 함께 만듭니다.|Made together, with safe tools.
생태|Ecology|#5f9a78|bird|을숙도 철새를 함께 만납니다.|Out to meet the birds of Eulsukdo.
영도|Yeongdo|#2f6f8f|wave|봉래산 아래 작업장에서 만든 것만 모았습니다.|Only what is made in our workshop under Bongnaesan.
기장|Gijang|#2f7a72|wave|기장 바다의 것만 골라 담았습니다.|Only what comes from the Gijang sea.
온정|Warm Heart|#c9603f|heart|받는 사람을 먼저 떠올리며 골랐습니다.|Chosen with the receiver in mind.
모둠|Assorted|#b9814a|dot|인기 있는 것을 고루 담았습니다.|A bit of everything people like best.
설맞이|New Year|#b5443a|sun|설날 아침에 어울리는 구성입니다.|Put together for the morning of Seollal.
한가위|Harvest Moon|#d39a35|moon|한가위 보름달처럼 넉넉하게 담았습니다.|As generous as the harvest moon.
감사|Thanks|#c0707a|heart|고마운 마음을 전하기 좋습니다.|A good way of saying thank you.
흰민들레|White Dandelion|#a7b06a|flower|텃밭의 흰민들레를 뿌리째 씁니다.|White dandelion from the plot, root and all.
당근|Carrot|#e0793a|leaf|흙당근을 씻어 곱게 갈았습니다.|Carrots straight from the soil, ground fine.
비트|Beet|#9a2f55|fruit|붉은 비트가 빛깔을 냅니다.|Red beet gives the colour.
시금치|Spinach|#4f7f45|leaf|겨울 해풍을 맞은 시금치입니다.|Spinach that stood in the winter sea wind.
부추|Garlic Chive|#4f8a4a|leaf|강서 부추를 새벽에 베었습니다.|Gangseo chives cut at dawn.
계란|Egg|#d9a866|dot|마당에서 자란 닭이 낳았습니다.|From hens that live in a yard.
팥|Red Bean|#8a3a3f|bean|팥을 오래 졸여 덜 달게 만들었습니다.|Red beans boiled long, less sweet.
호박|Pumpkin|#d58a2f|sun|늙은 호박의 은근한 단맛입니다.|The mild sweetness of old pumpkin.
매운맛|Spicy|#c9382f|leaf|청양고추로 칼칼하게 맛을 냈습니다.|Sharpened with Cheongyang chilli.
순한맛|Mild|#d9b06a|drop|아이도 먹을 수 있게 순합니다.|Mild enough for children.
야채|Vegetable|#8fa04a|leaf|당근과 대파, 깻잎을 넣었습니다.|With carrot, leek and perilla leaf.
전통|Traditional|#8a5a3a|jar|옛 방식을 그대로 지킵니다.|The old way, kept as it was.
"""


def _read() -> dict[str, Theme]:
    themes = {}
    for row in _ROWS.strip().splitlines():
        ko, en, colour, emblem, blurb_ko, blurb_en = row.split("|")
        themes[ko] = Theme(ko, en, colour, emblem, blurb_ko, blurb_en)
    return themes


THEMES: dict[str, Theme] = _read()
