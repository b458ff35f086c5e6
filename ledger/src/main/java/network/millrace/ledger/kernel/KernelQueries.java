package network.millrace.ledger.kernel;

import java.util.List;
import network.millrace.protocol.ledger.v1.KernelParams;
import network.millrace.protocol.ledger.v1.QueryClockRequest;
import network.millrace.protocol.ledger.v1.QueryClockResponse;
import network.millrace.protocol.ledger.v1.QueryParamsRequest;
import network.millrace.protocol.ledger.v1.QueryParamsResponse;

/** Answers what the clock and the parameters are. */
final class KernelQueries {
    private final ModuleParams<KernelParams> kernelParams;
    private final List<ModuleRegistry> modules;

    KernelQueries(ModuleParams<KernelParams> kernelParams, List<ModuleRegistry> modules) {
        this.kernelParams = kernelParams;
        this.modules = modules;
    }

    QueryClockResponse clock(QueryClockRequest request, Context context) {
        return QueryClockResponse.newBuilder().setClock(context.clock()).build();
    }

    QueryParamsResponse params(QueryParamsRequest request, Context context) {
        String wanted = request.getModule();
        var response = QueryParamsResponse.newBuilder();
        if (wanted.isEmpty() || wanted.equals(KernelModule.NAME)) {
            response.setKernel(kernelParams.get(context));
        }
        for (ModuleRegistry module : modules) {
            boolean isOther = !module.module().equals(KernelModule.NAME);
            if (isOther && (wanted.isEmpty() || wanted.equals(module.module()))) {
                module.moduleParams().ifPresent(params -> response.addModules(entry(module, params, context)));
            }
        }
        Rejection.unless(
                response.hasKernel() || response.getModulesCount() > 0,
                KernelError.QUERY_UNKNOWN,
                "expected a module that has parameters, came \"%s\"",
                wanted);
        return response.build();
    }

    private static network.millrace.protocol.ledger.v1.ModuleParams entry(
            ModuleRegistry module, ModuleParams<?> params, Context context) {
        return network.millrace.protocol.ledger.v1.ModuleParams.newBuilder()
                .setModule(module.module())
                .setParams(Anys.pack(params.get(context)))
                .build();
    }
}
