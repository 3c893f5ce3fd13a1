{{ chinese_view('dim_source_documents', '來源文件') }}
