{{ chinese_view('dim_programme_self_checks', '中長程個案計畫自評檢核表') }}
