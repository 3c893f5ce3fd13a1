{{ chinese_view('data_dictionary', '資料字典') }}
