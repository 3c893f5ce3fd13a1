{{ chinese_view('dim_fiscal_years', '會計年度') }}
