{#- Gregorian year of a ROC year; the fiscal year is the calendar year. -#}
{% macro roc_to_fiscal_year(roc_year) -%}
    cast({{ roc_year }} as int) + 1911
{%- endmacro %}


{#- First day of a Gregorian year. -#}
{% macro fiscal_year_start(fiscal_year) -%}
    cast(cast({{ fiscal_year }} as {{ dbt.type_string() }}) || '-01-01' as date)
{%- endmacro %}


{#- Last day of a Gregorian year. -#}
{% macro fiscal_year_end(fiscal_year) -%}
    cast(cast({{ fiscal_year }} as {{ dbt.type_string() }}) || '-12-31' as date)
{%- endmacro %}


{#- First day of a ROC year. -#}
{% macro roc_year_start(roc_year) -%}
    {{ fiscal_year_start(roc_to_fiscal_year(roc_year)) }}
{%- endmacro %}


{#- Last day of a ROC year. -#}
{% macro roc_year_end(roc_year) -%}
    {{ fiscal_year_end(roc_to_fiscal_year(roc_year)) }}
{%- endmacro %}


{#- Last day of a ROC month written as 114-09. -#}
{% macro roc_month_end(roc_month) -%}
    {{ dbt.last_day(
        "cast(cast(" ~ roc_to_fiscal_year("split_part(" ~ roc_month ~ ", '-', 1)") ~ " as "
        ~ dbt.type_string() ~ ") || '-' || split_part(" ~ roc_month ~ ", '-', 2) || '-01' as date)",
        "month"
    ) }}
{%- endmacro %}
