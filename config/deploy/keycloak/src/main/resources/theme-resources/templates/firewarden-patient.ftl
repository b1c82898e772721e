<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("firewardenChoosePatient")}
    <#elseif section = "form">
        <p>${msg("firewardenOnePatient", app)}</p>
        <form action="${url.loginAction}" method="post" class="${properties.kcFormClass!}">
            <p>
                <label for="name">${msg("firewardenNameBeginsWith")}</label><br>
                <input type="text" id="name" name="name" value="${typed}" autocomplete="off" class="${properties.kcInputClass!}">
            </p>
            <button type="submit" name="action" value="search" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!}">${msg("firewardenSearch")}</button>
        </form>
        <#if patients?size == 0>
            <p role="status">${msg("firewardenNobody")}</p>
        </#if>
        <form action="${url.loginAction}" method="post" class="${properties.kcFormClass!}">
            <fieldset>
                <legend>${msg("firewardenPatient")}</legend>
                <#list patients as patient>
                    <p><label><input type="radio" name="chosen" value="${patient.id}" required> ${patient.label}</label></p>
                </#list>
            </fieldset>
            <button type="submit" name="action" value="choose" <#if patients?size == 0>disabled</#if> class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!}">${msg("firewardenOpen")}</button>
            <button type="submit" name="action" value="none" formnovalidate class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!}">${msg("firewardenWithout")}</button>
        </form>
    </#if>
</@layout.registrationLayout>
