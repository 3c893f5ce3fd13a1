-- Columns in the order they have in their table.
select
    dictionary.*,
    tables.comment as table_comment
from meta.data_dictionary as dictionary
inner join duckdb_columns() as columns
    on
        dictionary.schema_name = columns.schema_name
        and dictionary.table_name = columns.table_name
        and dictionary.column_name = columns.column_name
inner join duckdb_tables() as tables
    on columns.table_oid = tables.table_oid
order by dictionary.schema_name, dictionary.table_name, columns.column_index
