-- Columns in the order they have in their table.
select
    dictionary.*,
    commented.comment as table_comment
from meta.data_dictionary as dictionary
inner join duckdb_columns() as described
    on
        dictionary.schema_name = described.schema_name
        and dictionary.table_name = described.table_name
        and dictionary.column_name = described.column_name
inner join duckdb_tables() as commented
    on described.table_oid = commented.table_oid
order by dictionary.schema_name, dictionary.table_name, described.column_index
