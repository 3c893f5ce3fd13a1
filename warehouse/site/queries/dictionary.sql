-- Columns in the order they have in their table.
select
    documented.*,
    commented.comment as table_comment
from meta.data_dictionary as documented
inner join duckdb_columns() as described
    on
        documented.schema_name = described.schema_name
        and documented.table_name = described.table_name
        and documented.column_name = described.column_name
inner join duckdb_tables() as commented
    on described.table_oid = commented.table_oid
order by documented.schema_name, documented.table_name, described.column_index
