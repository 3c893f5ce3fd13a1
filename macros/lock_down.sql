{#- Let the engine reach no file but those a build is made of, no network and no extension, for the
    rest of the run. In the profile this cannot stand: the folders must be named before access ends. -#}
{% macro lock_down() -%}
    {%- if execute -%}
        {{ adapter.dispatch('lock_down')() }}
    {%- endif -%}
{%- endmacro %}

{% macro default__lock_down() -%}
{%- endmacro %}

{% macro duckdb__lock_down() -%}
    {%- set folders = [target.path.rpartition('/')[0] or '.', landing_folder()] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'seed' -%}
        {%- do folders.append(node.root_path ~ '/' ~ node.original_file_path.rpartition('/')[0]) -%}
    {%- endfor -%}
    {%- set listed = [] -%}
    {%- for folder in folders | unique | sort -%}
        {%- do listed.append(dbt.string_literal(dbt.escape_single_quotes(folder))) -%}
    {%- endfor -%}
    set allowed_directories = [{{ listed | join(', ') }}];
    set enable_external_access = false;
    set autoload_known_extensions = false;
    set autoinstall_known_extensions = false;
    set lock_configuration = true;
{%- endmacro %}
