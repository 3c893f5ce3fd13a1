{#- What rounding may have hidden in a printed figure: half a unit of its last digit, and nothing
    where single things are counted. -#}
{% macro rounding_allowance(text, dimension_code, multiplier) -%}
    case
        when {{ dimension_code }} = 'count' and {{ multiplier }} = 1 then cast(0 as decimal(18, 8))
        else {{ half_unit(text) }}
    end
{%- endmacro %}


{#- Whether a printed figure agrees with what the other figures give: to the last printed digit, as
    far as the rounding of every figure involved allows, or not. -#}
{% macro verdict_code(difference, agreement, tolerance) -%}
    case
        when abs({{ difference }}) <= {{ agreement }} then 'agreed'
        when abs({{ difference }}) <= {{ tolerance }} then 'rounding'
        else 'disagreed'
    end
{%- endmacro %}
